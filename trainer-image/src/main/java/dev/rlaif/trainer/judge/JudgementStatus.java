package dev.rlaif.trainer.judge;

/** What became of one call of a judge; only {@code OK} carries a score. */
public enum JudgementStatus {
  OK,
  PARSE_ERROR,
  REFUSED,
  TIMEOUT,
  HTTP_429,
  HTTP_5XX,
  CIRCUIT_OPEN
}
