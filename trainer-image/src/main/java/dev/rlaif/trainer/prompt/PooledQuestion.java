package dev.rlaif.trainer.prompt;

import java.util.Optional;

/**
 * A question as it was read or generated.
 *
 * @param topic that it was generated about; empty: it was read
 */
record PooledQuestion(String text, Optional<String> topic) {

  static PooledQuestion read(String text) {
    return new PooledQuestion(text, Optional.empty());
  }

  static PooledQuestion about(String topic, String text) {
    return new PooledQuestion(text, Optional.of(topic));
  }
}
