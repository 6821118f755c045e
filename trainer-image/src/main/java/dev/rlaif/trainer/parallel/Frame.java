package dev.rlaif.trainer.parallel;

/**
 * What goes over a wire at once.
 *
 * @param body as {@link Bytes} writes and reads it
 */
record Frame(Kind kind, byte[] body) {

  /** Kinds of frames; their order is the protocol's. */
  enum Kind {
    /** keeps a wire that has nothing to say from looking dead */
    ALIVE,
    /** the first words of both sides, before either knows the other */
    HELLO,
    PROOF,
    WELCOME,
    REFUSED,
    /** to a rank */
    GENERATE,
    SCORE,
    DIFFERENTIATE,
    LOSS,
    PARAMETERS,
    DONE,
    /** from a rank */
    COMPLETION,
    SCORES,
    GRADIENTS,
    END,
    FAILED
  }
}
