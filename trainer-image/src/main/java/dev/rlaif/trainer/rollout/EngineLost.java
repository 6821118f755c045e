package dev.rlaif.trainer.rollout;

/** An engine apart from the trainer cannot be reached, after all patience. */
public final class EngineLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why which engine, and what became of the last attempt
   */
  public EngineLost(String why) {
    super(why);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
