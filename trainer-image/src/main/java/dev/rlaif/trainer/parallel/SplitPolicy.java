package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.lora.MicroBatches;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy that several ranks compute together. Micro-batches go to the ranks in turn, and their
 * gradients are added in the order of the micro-batches, in fp32 as one rank adds them up by
 * itself: the same micro-batches give the same sum bit for bit, whatever the ranks and whichever of
 * them is faster.
 */
final class SplitPolicy implements Policy {
  private final Policy first;
  private final RankThreads ranks;
  private final Map<Group, float[]> sums = new EnumMap<>(Group.class);

  /**
   * @param first the policy of rank 0, which speaks for all where all are alike
   */
  SplitPolicy(Policy first, RankThreads ranks) {
    this.first = first;
    this.ranks = ranks;
    zeroGradients();
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapter) {
    var shares = Shares.of(MicroBatches.forScoring(sequences), ranks.size());
    List<TokenScores> scores =
        ranks.onEach(
            (number, rank) ->
                rank.score(shares.get(number).stream().flatMap(List::stream).toList(), adapter));
    return new TokenScores(
        rows(scores.stream().map(TokenScores::logProbs).toList()),
        rows(scores.stream().map(TokenScores::values).toList()),
        rows(scores.stream().map(TokenScores::entropy).toList()));
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    for (int begin = 0; begin < microBatches.size(); begin += ranks.size()) {
      int round = begin;
      ranks
          .onEach((number, rank) -> gradients(rank, round + number, microBatches, loss))
          .forEach(gradients -> gradients.ifPresent(this::add));
    }
  }

  private Optional<Map<Group, float[]>> gradients(
      Rank rank, int index, List<List<Sequence>> microBatches, MicroLoss loss) {
    if (index >= microBatches.size()) {
      return Optional.empty();
    }
    MicroLoss inTurn =
        (always0, now) -> {
          synchronized (this) {
            return loss.gradients(index, now);
          }
        };
    return Optional.of(rank.gradients(microBatches.get(index), inTurn));
  }

  private void add(Map<Group, float[]> gradients) {
    sums.forEach(
        (group, sum) -> {
          float[] more = gradients.getOrDefault(group, new float[0]);
          for (int i = 0; i < more.length; i++) {
            sum[i] += more[i];
          }
        });
  }

  @Override
  public float[] parameters(Group group) {
    return ranks.onFirst(() -> first.parameters(group));
  }

  @Override
  public void setParameters(Group group, float[] flat) {
    ranks.onEach(
        (number, rank) -> {
          rank.setParameters(group, flat);
          return number;
        });
  }

  @Override
  public float[] gradients(Group group) {
    return sums.getOrDefault(group, new float[0]).clone();
  }

  @Override
  public void zeroGradients() {
    for (Group group : Group.values()) {
      float[] sum = sums.computeIfAbsent(group, key -> new float[parameters(key).length]);
      Arrays.fill(sum, 0);
    }
  }

  /** What rank 0 has room for: the others are machines like its own. */
  @Override
  public int microBatchSize(int tokens) {
    return first.microBatchSize(tokens);
  }

  @Override
  public int ranks() {
    return ranks.size();
  }

  @Override
  public LogProbTolerance tolerance() {
    return first.tolerance();
  }

  @Override
  public void saveAdapter(Path folder, String baseName) {
    ranks.onFirst(
        () -> {
          first.saveAdapter(folder, baseName);
          return folder;
        });
  }

  @Override
  public void loadAdapter(Path folder) {
    float[] loaded =
        ranks.onFirst(
            () -> {
              first.loadAdapter(folder);
              return first.parameters(Group.LORA);
            });
    setParameters(Group.LORA, loaded);
  }

  @Override
  public void close() {
    ranks.close();
  }

  private static float[][] rows(List<float[][]> shares) {
    return shares.stream().flatMap(Arrays::stream).toArray(float[][]::new);
  }
}
