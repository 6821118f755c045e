package dev.rlaif.trainer.judge;

/** What became of one call of a judge; only {@code OK} carries a score. */
public enum JudgementStatus {
  OK,
  PARSE_ERROR,
  /** the judge declined to answer, or its server does not accept the request */
  REFUSED,
  TIMEOUT,
  /** the judge could not be reached */
  NETWORK,
  HTTP_429,
  HTTP_5XX,
  CIRCUIT_OPEN
}
