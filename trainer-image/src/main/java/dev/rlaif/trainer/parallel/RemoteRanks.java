package dev.rlaif.trainer.parallel;

import java.util.List;

/** The ranks of other processes; whoever joins them with its own closes them. */
public record RemoteRanks(List<RemoteRank> ranks) {

  /** None: this process trains alone. */
  public static final RemoteRanks NONE = new RemoteRanks(List.of());

  public RemoteRanks {
    ranks = List.copyOf(ranks);
  }

  /**
   * Tells all of them that everything is done and kept. Without it they take the end of this
   * process for a loss, and wait for the next one.
   */
  public void release() {
    ranks.forEach(RemoteRank::release);
  }
}
