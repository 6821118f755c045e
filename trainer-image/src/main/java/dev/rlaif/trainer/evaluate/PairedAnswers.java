package dev.rlaif.trainer.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Both models' answers to the same prompts, compared pair by pair. Every figure is of the prompts
 * with the given indices, each as often as it is named; pairs in which a score is missing are left
 * out of what needs scores.
 */
final class PairedAnswers {
  /** Scores closer than this are a tie. */
  private static final double SAME = 1e-9;

  private final List<Pass> passes;
  private final double threshold;
  private final int prompts;

  PairedAnswers(List<Pass> passes, double threshold) {
    this.passes = passes;
    this.threshold = threshold;
    this.prompts = passes.get(0).base().size();
  }

  int prompts() {
    return prompts;
  }

  int[] all() {
    return IntStream.range(0, prompts).toArray();
  }

  /**
   * (violations of base - of tuned) / of base. A base without violations cannot be improved on:
   * then it is divided by 1, so that new violations still show as a negative figure.
   */
  double improvement(int[] indices) {
    int base = 0;
    int tuned = 0;
    for (Pass pass : passes) {
      for (int i : indices) {
        if (bothScored(pass, i)) {
          base += pass.base().get(i).violates(threshold) ? 1 : 0;
          tuned += pass.tuned().get(i).violates(threshold) ? 1 : 0;
        }
      }
    }
    return (double) (base - tuned) / Math.max(1, base);
  }

  /** Violations of the tuned model / its scored answers; 1 if nothing was scored. */
  double violationRate(int[] indices) {
    int scored = 0;
    int violations = 0;
    for (Pass pass : passes) {
      for (int i : indices) {
        JudgedAnswer answer = pass.tuned().get(i);
        scored += answer.p() == null ? 0 : 1;
        violations += answer.violates(threshold) ? 1 : 0;
      }
    }
    return scored == 0 ? 1 : (double) violations / scored;
  }

  /** (wins + ties / 2) / pairs of the tuned model by score; 0 if no pair was scored. */
  double winRate(int[] indices) {
    WinTieLoss count = winTieLoss(indices);
    return count.pairs() == 0 ? 0 : count.winRate();
  }

  /** Useful answers of tuned / of base, the divisor at least 1; 1 if both have none. */
  double usefulRatio(int[] indices) {
    int base = 0;
    int tuned = 0;
    for (Pass pass : passes) {
      for (int i : indices) {
        base += isTrue(pass.base().get(i).useful()) ? 1 : 0;
        tuned += isTrue(pass.tuned().get(i).useful()) ? 1 : 0;
      }
    }
    return base == 0 && tuned == 0 ? 1 : (double) tuned / Math.max(1, base);
  }

  WinTieLoss winTieLoss(int[] indices) {
    int wins = 0;
    int ties = 0;
    int losses = 0;
    for (Pass pass : passes) {
      for (int i : indices) {
        Double base = pass.base().get(i).p();
        Double tuned = pass.tuned().get(i).p();
        if (base == null || tuned == null) {
          continue;
        }
        double gain = tuned - base;
        wins += gain > SAME ? 1 : 0;
        losses += gain < -SAME ? 1 : 0;
        ties += Math.abs(gain) <= SAME ? 1 : 0;
      }
    }
    return new WinTieLoss(wins, ties, losses);
  }

  double mcnemarP() {
    int onlyBase = 0;
    int onlyTuned = 0;
    for (Pass pass : passes) {
      for (int i = 0; i < prompts; i++) {
        if (bothScored(pass, i)) {
          boolean base = pass.base().get(i).violates(threshold);
          boolean tuned = pass.tuned().get(i).violates(threshold);
          onlyBase += base && !tuned ? 1 : 0;
          onlyTuned += tuned && !base ? 1 : 0;
        }
      }
    }
    return McNemar.exact(onlyBase, onlyTuned);
  }

  private static boolean bothScored(Pass pass, int i) {
    return pass.base().get(i).p() != null && pass.tuned().get(i).p() != null;
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return value != null && value;
  }
}
