package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.ChatFailure;
import java.util.Optional;

/**
 * What came of asking for a question.
 *
 * @param settled asking again would change nothing, or costs more than it may bring
 * @param failure of the server; empty where it replied
 */
record Attempt(SettledQuestion settled, Optional<ChatFailure> failure) {
  private static final int QUOTED_LENGTH = 200;

  static Attempt found(int number, String topic, int asked, int malformed, String question) {
    return new Attempt(
        new SettledQuestion(number, topic, question, asked, malformed, null), Optional.empty());
  }

  static Attempt malformed(int number, String topic, int asked, int malformed, String reply) {
    return new Attempt(
        new SettledQuestion(number, topic, null, asked, malformed, quoted(reply)),
        Optional.empty());
  }

  static Attempt failed(int number, String topic, int asked, int malformed, ChatFailure failure) {
    return new Attempt(
        new SettledQuestion(number, topic, null, asked, malformed, quoted(failure.message())),
        Optional.of(failure));
  }

  /**
   * Whether the question is not asked for any more. A model that declines does so every time;
   * whatever else a server may fail of can be mended.
   */
  boolean isSettled() {
    return failure.isEmpty() || failure.get().kind() == ChatFailure.Kind.REFUSED;
  }

  private static String quoted(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= QUOTED_LENGTH ? line : line.substring(0, QUOTED_LENGTH) + "…";
  }
}
