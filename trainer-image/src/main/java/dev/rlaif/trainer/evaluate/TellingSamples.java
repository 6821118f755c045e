package dev.rlaif.trainer.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A handful of before/after pairs for people: mostly the largest gains, but always the largest loss
 * too, so that a page does not only flatter. Greedy answers that both have a score.
 */
public final class TellingSamples {
  private TellingSamples() {}

  /** At most {@code count}, gains first, falling; at least one loss if there is any. */
  public static List<EvaluationSample> of(List<EvaluationSample> samples, int count) {
    List<EvaluationSample> byGain =
        samples.stream()
            .filter(sample -> sample.pass().equals(Pass.GREEDY))
            .filter(sample -> sample.base().p() != null && sample.tuned().p() != null)
            .sorted(Comparator.comparingDouble(TellingSamples::gain).reversed())
            .toList();
    if (byGain.size() <= count) {
      return byGain;
    }
    List<EvaluationSample> telling = new ArrayList<>(byGain.subList(0, count));
    EvaluationSample worst = byGain.get(byGain.size() - 1);
    if (gain(worst) < 0) {
      telling.set(count - 1, worst);
    }
    return telling;
  }

  /** Score of tuned minus score of base, 0 where one is missing. */
  public static double gain(EvaluationSample sample) {
    Double base = sample.base().p();
    Double tuned = sample.tuned().p();
    return base == null || tuned == null ? 0 : tuned - base;
  }
}
