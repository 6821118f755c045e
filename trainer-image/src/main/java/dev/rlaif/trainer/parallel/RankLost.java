package dev.rlaif.trainer.parallel;

/** A rank cannot be reached any more; what all had in common stands as it was before its work. */
public final class RankLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RankLost(String who, Throwable cause) {
    super(who + " was lost: " + cause, cause);
  }

  RankLost(String who, String why) {
    super(who + " was lost: " + why);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
