package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.TokenChances;
import java.util.List;

/** What happens to one answer, on its way from the generating thread to the client's. */
sealed interface RowEvent {

  int choice();

  /** More text; may be empty while tokens are parts of a character. */
  record Piece(int choice, String text) implements RowEvent {}

  /**
   * @param reason {@code stop} or {@code length}
   * @param tokens generated, a stop token included
   * @param chances of each token, if they were asked for
   */
  record Done(int choice, String reason, int tokens, List<TokenChances> chances)
      implements RowEvent {}

  record Failed(int choice, ApiError error) implements RowEvent {}
}
