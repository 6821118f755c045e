package dev.rlaif.trainer.train;

import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One training step on preference pairs. Nothing is generated and nobody is asked: the answers,
 * their tokens and the reference's word on them are stored with the pair.
 */
final class PairStep implements Step<Preference> {
  private final Policy policy;
  private final Algorithm algorithm;
  private final PolicyUpdate update;
  private final StopSignal stop;

  PairStep(Policy policy, Algorithm algorithm, PolicyUpdate update, StopSignal stop) {
    this.policy = policy;
    this.algorithm = algorithm;
    this.update = update;
    this.stop = stop;
  }

  @Override
  public TrainingStep.Result run(
      long number, List<Preference> pairs, List<Preference> ahead, TrainingStep.Carry carry) {
    stop.check();
    PhaseClock clock = new PhaseClock();
    if (number == 1) {
      selfTest(pairs);
    }
    clock.mark("self_test");
    var experience = algorithm.experience(rollouts(pairs), carry.kl().coefficient());
    PolicyUpdate.Result updated = update.run(number, experience);
    clock.mark("train");
    long tokens =
        pairs.stream().mapToLong(p -> p.chosenIds().length + p.rejectedIds().length).sum();
    Map<String, Double> metrics = new LinkedHashMap<>(updated.metrics());
    metrics.put("completions/chosen_mean_length", mean(pairs, Preference::chosenIds));
    metrics.put("completions/rejected_mean_length", mean(pairs, Preference::rejectedIds));
    metrics.put("time/train", clock.seconds("train"));
    metrics.put("time/step", clock.totalSeconds());
    metrics.put("tokens_per_s", tokens / clock.seconds("train"));
    return new TrainingStep.Result(List.of(), number - 1, metrics, carry, 0, pairs.size(), tokens);
  }

  private void selfTest(List<Preference> pairs) {
    List<Sequence> sequences =
        pairs.stream()
            .flatMap(p -> List.of(p.chosenSequence(), p.rejectedSequence()).stream())
            .toList();
    float[][] stored =
        pairs.stream()
            .flatMap(p -> List.of(p.referenceChosen(), p.referenceRejected()).stream())
            .toArray(float[][]::new);
    SelfTest.firstPairs(
        stored,
        policy.score(sequences, Adapter.ON),
        policy.score(sequences, Adapter.OFF),
        policy.tolerance());
  }

  /** Each pair as a group of two scored answers, the chosen one first. */
  private static List<ScoredRollout> rollouts(List<Preference> pairs) {
    List<ScoredRollout> rollouts = new ArrayList<>(2 * pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      Preference pair = pairs.get(i);
      rollouts.add(rollout(pair.chosenSequence(), i, 1, pair.referenceChosen()));
      rollouts.add(rollout(pair.rejectedSequence(), i, 0, pair.referenceRejected()));
    }
    return rollouts;
  }

  /** What the policy said before the update is of no use to a loss without a ratio. */
  private static ScoredRollout rollout(
      Sequence sequence, int group, double preference, float[] referenceLogProbs) {
    int length = referenceLogProbs.length;
    double[] reference = new double[length];
    Arrays.setAll(reference, t -> referenceLogProbs[t]);
    boolean[] mask = new boolean[length];
    Arrays.fill(mask, true);
    double[] weights = new double[length];
    Arrays.fill(weights, 1);
    return new ScoredRollout(
        sequence, group, preference, mask, reference, reference, new double[length], weights);
  }

  private static double mean(List<Preference> pairs, Function<Preference, int[]> side) {
    return pairs.stream().mapToInt(pair -> side.apply(pair).length).average().orElse(0);
  }
}
