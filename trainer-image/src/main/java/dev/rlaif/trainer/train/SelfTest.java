package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.lora.LogProbTolerance;
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
  private static final String REFERENCE = "policy and reference (KL at step 0)";
  private static final String GENERATION = "generation and training (ratio at step 0)";
  private static final String MARGIN = "policy and reference (margin at step 0)";
  private static final String STORED = "the stored pairs and the base model";

  private static final String REPORT = "please report the model with this message";

  /** Small models are rounded most, and have room for twice the bytes. */
  private static final String ROUNDED =
      "this model does not bear 16-bit numbers; spec.model.dtype float32 takes twice the memory."
          + " If it differs then, too, "
          + REPORT;

  private SelfTest() {}

  /**
   * Compares the passes over the first batch; throws the first thing that does not hold.
   *
   * @param tolerance between passes of the trainer
   * @param ofEngine between the trainer and the engine that generated
   */
  static void firstBatch(
      List<JudgedRollout> rollouts,
      TokenScores policy,
      TokenScores reference,
      LogProbTolerance tolerance,
      LogProbTolerance ofEngine) {
    double referenceSum = 0;
    double generationSum = 0;
    int tokens = 0;
    for (int b = 0; b < rollouts.size(); b++) {
      float[] generated = rollouts.get(b).completion().logProbs();
      for (int t = 0; t < generated.length; t++) {
        String place = "at answer " + b + ", token " + t;
        double on = policy.logProbs()[b][t];
        double ofReference = Math.abs(on - reference.logProbs()[b][t]);
        double ofGeneration = Math.abs(on - generated[t]);
        require(REFERENCE, ofReference, place, tolerance.token());
        require(GENERATION, ofGeneration, place, ofEngine.token());
        referenceSum += ofReference;
        generationSum += ofGeneration;
        tokens++;
      }
    }
    require(REFERENCE, referenceSum / tokens, "on average", tolerance.mean());
    require(GENERATION, generationSum / tokens, "on average", ofEngine.mean());
  }

  /**
   * Compares the passes over the first pairs with each other and with what is stored; a policy that
   * is the reference has margins of 0, and a sigmoid loss of ln 2.
   *
   * @param stored [2B][L_b] reference log-probabilities, chosen and rejected in turn
   */
  static void firstPairs(
      float[][] stored, TokenScores policy, TokenScores reference, LogProbTolerance tolerance) {
    for (int b = 0; b < stored.length; b++) {
      for (int t = 0; t < stored[b].length; t++) {
        String place = "at answer " + b + ", token " + t;
        double off = reference.logProbs()[b][t];
        require(MARGIN, Math.abs(policy.logProbs()[b][t] - off), place, tolerance.token());
        require(STORED, Math.abs(stored[b][t] - off), place, tolerance.token());
      }
    }
  }

  private static void require(String what, double difference, String place, double most) {
    if (!(difference <= most)) {
      throw StageFailure.wrong(
              String.format(
                  Locale.ROOT,
                  "self-test before the first update: the log-probabilities of %s differ by %.2e %s;"
                      + " at most %.0e is allowed. Training on such numbers would learn noise: %s",
                  what,
                  difference,
                  place,
                  most,
                  most > LogProbTolerance.FLOAT32.token() ? ROUNDED : REPORT))
          .because(Reason.MODEL_INVALID);
    }
  }
}
