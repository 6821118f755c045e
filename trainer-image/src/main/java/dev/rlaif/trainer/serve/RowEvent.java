package dev.rlaif.trainer.serve;

/** What happens to one answer, on its way from the generating thread to the client's. */
sealed interface RowEvent {

  int choice();

  /** More text; may be empty while tokens are parts of a character. */
  record Piece(int choice, String text) implements RowEvent {}

  /**
   * @param reason {@code stop} or {@code length}
   * @param tokens generated, a stop token included
   */
  record Done(int choice, String reason, int tokens) implements RowEvent {}

  record Failed(int choice, ApiError error) implements RowEvent {}
}
