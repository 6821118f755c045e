package dev.rlaif.trainer.train;

/** The judge was down for longer than it is waited for; nothing was learned from the step. */
final class JudgeLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JudgeLost(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
