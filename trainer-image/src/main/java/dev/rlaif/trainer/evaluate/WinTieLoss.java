package dev.rlaif.trainer.evaluate;

/** Prompts on which the tuned model's score is higher than, the same as, lower than the base's. */
public record WinTieLoss(int wins, int ties, int losses) {

  int pairs() {
    return wins + ties + losses;
  }

  /** (wins + ties / 2) / pairs. */
  double winRate() {
    return (wins + ties / 2.0) / pairs();
  }
}
