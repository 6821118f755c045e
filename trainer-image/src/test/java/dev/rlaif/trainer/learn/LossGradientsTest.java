package dev.rlaif.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.trainer.learn.DpoLoss.Side;
import dev.rlaif.trainer.learn.GrpoLoss.KlGradient;
import dev.rlaif.trainer.learn.GrpoLoss.RatioLevel;
import dev.rlaif.trainer.lora.Sequence;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Analytic gradients against central differences, at random points away from the kinks. */
class LossGradientsTest {
  private static final double H = 1e-6;
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-7);
  private static final double NEAR_A_KINK = 1e-4;
  private static final Optional<Double> NONE = Optional.empty();

  @Test
  void policyLossOfPpo() {
    PpoLoss[] losses = {
      new PpoLoss(0.2, 0.2, NONE, NONE), new PpoLoss(0.2, 0.28, Optional.of(3.0), Optional.of(1.2)),
    };
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      PpoLoss loss = losses[i % 2];
      double old = -random.nextDouble(3);
      double move = random.nextDouble(-1.6, 1.6);
      double advantage = random.nextDouble(-2, 2);
      double ratio = Math.exp(move);
      if (nearest(ratio, 0.8, 1.2, 1.28, 3) > NEAR_A_KINK
          && nearest(move, -1.2, 1.2) > NEAR_A_KINK) {
        assertThat(loss.token(old + move, old, advantage).gradient())
            .isCloseTo(slope(x -> loss.token(x, old, advantage).loss(), old + move), TOLERANCE);
      }
    }
  }

  @Test
  void valueLoss() {
    ValueLoss loss = new ValueLoss(0.2);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 400; i++) {
      double stored = random.nextDouble(-1, 1);
      double target = random.nextDouble(-2, 2);
      double value = random.nextDouble(-2, 2);
      double bounded = Math.max(stored - 0.2, Math.min(stored + 0.2, value));
      double gap = Math.abs(Math.abs(value - target) - Math.abs(bounded - target));
      if ((bounded == value || gap > NEAR_A_KINK)
          && nearest(value, stored - 0.2, stored + 0.2) > NEAR_A_KINK) {
        assertThat(loss.token(value, stored, target).gradient())
            .isCloseTo(slope(x -> loss.token(x, stored, target).loss(), value), TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RatioLevel.class)
  void lossOfGrpoWithPlainK3(RatioLevel level) {
    GrpoLoss loss = new GrpoLoss(0.2, 0.28, Optional.of(1.9), 0.3, KlGradient.K3, level);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100; i++) {
      Experience experience = experience(random);
      double[] logProbs = moved(random, experience);
      double[] gradients = loss.answer(logProbs, experience).gradients();
      for (int t = 0; t < logProbs.length; t++) {
        int at = t;
        double numeric =
            slope(
                x -> {
                  double[] changed = logProbs.clone();
                  changed[at] = x;
                  GrpoLoss.Answer answer = loss.answer(changed, experience);
                  return answer.policyLoss() + 0.3 * answer.kl();
                },
                logProbs[t]);
        assertThat(gradients[t]).isCloseTo(numeric, TOLERANCE);
      }
    }
  }

  @Test
  void klTermOfGrpoHasTheGradientOfK2AndTheValueOfK3() {
    GrpoLoss loss = new GrpoLoss(0.2, 0.28, NONE, 0.3, KlGradient.K2, RatioLevel.TOKEN);
    GrpoLoss without = new GrpoLoss(0.2, 0.28, NONE, 0, KlGradient.K2, RatioLevel.TOKEN);
    SplittableRandom random = new SplittableRandom(4);
    Experience experience = experience(random);
    double[] logProbs = moved(random, experience);
    GrpoLoss.Answer answer = loss.answer(logProbs, experience);
    double[] plain = without.answer(logProbs, experience).gradients();
    double kl = 0;
    for (int t = 0; t < logProbs.length; t++) {
      if (experience.mask()[t]) {
        double d = logProbs[t] - experience.reference()[t];
        kl += Math.exp(-d) + d - 1;
        double reference = experience.reference()[t];
        double k2 = slope(x -> Math.pow(x - reference, 2) / 2, logProbs[t]);
        assertThat(answer.gradients()[t] - plain[t]).isCloseTo(0.3 * k2, TOLERANCE);
      }
    }
    assertThat(answer.kl()).isCloseTo(kl, TOLERANCE);
  }

  @Test
  void lossOfRloo() {
    RlooLoss loss = new RlooLoss(0.2, 0.28, Optional.of(1.2));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      double logRatio = random.nextDouble(-1.6, 1.6);
      double advantage = random.nextDouble(-2, 2);
      if (nearest(Math.exp(logRatio), 0.8, 1.28) > NEAR_A_KINK
          && nearest(logRatio, -1.2, 1.2) > NEAR_A_KINK) {
        assertThat(loss.answer(logRatio, advantage).gradient())
            .isCloseTo(slope(x -> loss.answer(x, advantage).loss(), logRatio), TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PreferenceLoss.class)
  void lossesOfDpo(PreferenceLoss kind) {
    DpoLoss loss = new DpoLoss(kind, 0.3, 0.1);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 100; i++) {
      Side chosen = new Side(-random.nextDouble(9), -random.nextDouble(9), 3);
      Side rejected = new Side(-random.nextDouble(9), -random.nextDouble(9), 5);
      double margin = 0.3 * (chosen.logRatio() - rejected.logRatio());
      if (kind == PreferenceLoss.HINGE && nearest(margin, 1) < NEAR_A_KINK) {
        continue;
      }
      DpoLoss.Pair pair = loss.pair(chosen, rejected);
      assertThat(pair.chosenGradient())
          .isCloseTo(
              slope(
                  x -> loss.pair(new Side(x, chosen.reference(), 3), rejected).loss(),
                  chosen.logProb()),
              Offset.offset(1e-6));
      assertThat(pair.rejectedGradient())
          .isCloseTo(
              slope(
                  x -> loss.pair(chosen, new Side(x, rejected.reference(), 5)).loss(),
                  rejected.logProb()),
              Offset.offset(1e-6));
    }
  }

  @Test
  void sigmoidLossStaysFiniteFarAway() {
    DpoLoss loss = new DpoLoss(PreferenceLoss.SIGMOID, 1, 0);
    DpoLoss.Pair pair = loss.pair(new Side(-5000, 0, 1), new Side(0, 0, 1));
    assertThat(pair.loss()).isEqualTo(5000);
    assertThat(pair.chosenGradient()).isEqualTo(-1);
  }

  private static double slope(DoubleUnaryOperator f, double x) {
    return (f.applyAsDouble(x + H) - f.applyAsDouble(x - H)) / (2 * H);
  }

  private static double nearest(double x, double... kinks) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double kink : kinks) {
      nearest = Math.min(nearest, Math.abs(x - kink));
    }
    return nearest;
  }

  private static Experience experience(SplittableRandom random) {
    boolean[] mask = {true, true, false, true};
    double[] old = new double[4];
    double[] reference = new double[4];
    double[] advantages = new double[4];
    double[] weights = new double[4];
    for (int t = 0; t < 4; t++) {
      old[t] = -random.nextDouble(3);
      reference[t] = old[t] + random.nextDouble(-0.5, 0.5);
      advantages[t] = random.nextDouble(-2, 2);
      weights[t] = random.nextDouble(0.5, 2);
    }
    Sequence sequence = new Sequence(new int[] {1}, new int[4]);
    double[] zeros = new double[4];
    return new Experience(
        sequence, mask, old, reference, zeros, zeros, advantages, zeros, weights, 0);
  }

  private static double[] moved(SplittableRandom random, Experience experience) {
    double[] logProbs = experience.logProbsOld().clone();
    for (int t = 0; t < logProbs.length; t++) {
      logProbs[t] += random.nextDouble(-0.8, 0.8);
    }
    return logProbs;
  }
}
