package dev.rlaif.trainer.chat;

import java.time.Duration;

/**
 * Why there is no reply.
 *
 * @param httpStatus of the last attempt, 0 when there was no response
 * @param message names the address and never holds a key
 */
public record ChatFailure(Kind kind, int httpStatus, String message, int attempts, Duration latency)
    implements ChatResult {

  /** What failed; says whether another attempt makes sense. */
  public enum Kind {
    TIMEOUT(true),
    NETWORK(true),
    /** the certificate is not trusted, or not of this host: nothing was sent */
    UNTRUSTED(false),
    HTTP_429(true),
    HTTP_5XX(true),
    /** any other status than 200: the server does not accept this request */
    REJECTED(false),
    /** the model or a filter before it declined to answer */
    REFUSED(false),
    /** a response with status 200 that is no chat completion */
    MALFORMED(false),
    /** the server was down for too long */
    CIRCUIT_OPEN(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    public boolean retryable() {
      return retryable;
    }
  }

  static ChatFailure of(Kind kind, int httpStatus, String message) {
    return new ChatFailure(kind, httpStatus, message, 0, Duration.ZERO);
  }

  ChatFailure after(int attempts, Duration latency) {
    return new ChatFailure(kind, httpStatus, message, attempts, latency);
  }
}
