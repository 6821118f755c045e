package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Locale;

/**
 * What must hold on the first batch, before any update: the policy is the reference, and the
 * trainer sees the log-probabilities that generation saw. If it does not hold, every later number
 * is noise.
 */
final class SelfTest {
  private static final double TOLERANCE = 1e-4;

  private SelfTest() {}

  /** Compares the passes over the first batch; throws the first thing that does not hold. */
  static void firstBatch(List<JudgedRollout> rollouts, TokenScores policy, TokenScores reference) {
    for (int b = 0; b < rollouts.size(); b++) {
      float[] generated = rollouts.get(b).completion().logProbs();
      for (int t = 0; t < generated.length; t++) {
        double on = policy.logProbs()[b][t];
        require("policy and reference (KL at step 0)", on - reference.logProbs()[b][t], b, t);
        require("generation and training (ratio at step 0)", on - generated[t], b, t);
      }
    }
  }

  /**
   * Compares the passes over the first pairs with each other and with what is stored; a policy that
   * is the reference has margins of 0, and a sigmoid loss of ln 2.
   *
   * @param stored [2B][L_b] reference log-probabilities, chosen and rejected in turn
   */
  static void firstPairs(float[][] stored, TokenScores policy, TokenScores reference) {
    for (int b = 0; b < stored.length; b++) {
      for (int t = 0; t < stored[b].length; t++) {
        double off = reference.logProbs()[b][t];
        require("policy and reference (margin at step 0)", policy.logProbs()[b][t] - off, b, t);
        require("the stored pairs and the base model", stored[b][t] - off, b, t);
      }
    }
  }

  private static void require(String what, double difference, int answer, int token) {
    if (!(Math.abs(difference) <= TOLERANCE)) {
      throw StageFailure.wrong(
              String.format(
                  Locale.ROOT,
                  "self-test before the first update: the log-probabilities of %s differ by %.2e at"
                      + " answer %d, token %d; at most %.0e is allowed. Training on such numbers would"
                      + " learn noise: please report the model with this message",
                  what,
                  difference,
                  answer,
                  token,
                  TOLERANCE))
          .because(Reason.MODEL_INVALID);
    }
  }
}
