package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.Score;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.train.PolicyUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A step of training on answers to random prompts, as training does it: answers, both passes of
 * scores, and the update. The reward is the share of even tokens, so that judging takes no time.
 */
final class StepBench implements BenchRun {
  private final BenchOptions options;
  private final int vocabulary;
  private final int groupSize;
  private final Ranks ranks;
  private final Algorithm algorithm;
  private final PolicyUpdate update;
  private long step;

  StepBench(BenchOptions options, AlgorithmPlan plan, int vocabulary, Ranks ranks) {
    this.options = options;
    this.vocabulary = vocabulary;
    this.ranks = ranks;
    this.algorithm = Algorithm.of(plan);
    this.groupSize = plan.groupSize();
    this.update =
        new PolicyUpdate(
            ranks.policy(),
            algorithm,
            new PolicyUpdate.Settings(plan, 0, Optional.empty()),
            Map.of(),
            dump -> {});
  }

  @Override
  public void repeat(ObjectNode line) {
    step++;
    long start = System.nanoTime();
    List<Completion> answers =
        ranks
            .generator()
            .generate(
                requests(),
                new Sampling(1, 1, 0, options.newTokens(), options.newTokens()),
                completion -> {});
    long answered = System.nanoTime();
    List<Sequence> sequences =
        answers.stream().map(answer -> new Sequence(answer.promptIds(), answer.ids())).toList();
    TokenScores on = ranks.policy().score(sequences, Adapter.ON);
    TokenScores off = ranks.policy().score(sequences, Adapter.OFF);
    long scored = System.nanoTime();
    List<ScoredRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      double reward = evenShare(sequences.get(i).responseIds());
      Score score = new Score(reward, reward, reward, reward, 0, reward, true);
      rollouts.add(ScoredRollout.of(sequences.get(i), i / groupSize, score, on, off, i));
    }
    PolicyUpdate.Result result = update.run(step, algorithm.experience(rollouts, 0.05));
    long end = System.nanoTime();
    line.put("ranks", ranks.policy().ranks());
    line.put("optimiserSteps", result.optimiserSteps());
    line.put(
        "plannedMicroBatch",
        ranks.policy().microBatchSize(options.promptTokens() + options.newTokens()));
    line.put("timesMemoryRanOut", result.metrics().getOrDefault("memory/ran_out", 0.0));
    line.put("samplesPerSecond", options.batch() * 1e9 / (end - start));
    line.put("secondsPerStep", (end - start) / 1e9);
    line.put("answerSeconds", (answered - start) / 1e9);
    line.put("scoreSeconds", (scored - answered) / 1e9);
    line.put("updateSeconds", (end - scored) / 1e9);
    line.put("loss", result.metrics().getOrDefault("ppo/loss/total", 0.0));
    line.put("gradNorm", result.metrics().getOrDefault("grad_norm/policy", 0.0));
  }

  private List<GenerationRequest> requests() {
    Random random = new Random(step);
    List<int[]> prompts =
        IntStream.range(0, options.batch() / groupSize)
            .mapToObj(i -> random.ints(options.promptTokens(), 0, vocabulary).toArray())
            .toList();
    return IntStream.range(0, options.batch())
        .mapToObj(
            i -> new GenerationRequest(i, prompts.get(i / groupSize), step * options.batch() + i))
        .toList();
  }

  private static double evenShare(int[] ids) {
    return IntStream.of(ids).filter(id -> id % 2 == 0).count() / (double) ids.length;
  }
}
