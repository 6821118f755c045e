package dev.rlaif.trainer.page;

/** A request that is refused. */
final class PageError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status of HTTP
   * @param message what is wrong, and what would do
   */
  PageError(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  Body body() {
    return new Body(new Detail(status, String.valueOf(getMessage())));
  }

  /** As it goes over the wire. */
  record Body(Detail error) {}

  record Detail(int status, String message) {}
}
