package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.AdapterOptimiser;
import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.lora.MicroBatches;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A policy that several ranks compute together. */
final class SplitPolicy implements Policy {
  private final Policy first;
  private final RankThreads ranks;
  private final Reduction reduction;

  /**
   * @param first the policy of rank 0, which speaks for all where all are alike
   * @param ranks closed with this
   */
  SplitPolicy(Policy first, RankThreads ranks, Reduction reduction) {
    this.first = first;
    this.ranks = ranks;
    this.reduction = reduction;
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapter) {
    var shares = Shares.of(MicroBatches.forScoring(first, sequences), ranks.size());
    List<TokenScores> scores =
        ranks.onEach((number, rank) -> score(rank, shares.get(number), adapter)).stream()
            .flatMap(Optional::stream)
            .toList();
    return new TokenScores(
        rows(scores.stream().map(TokenScores::logProbs).toList()),
        rows(scores.stream().map(TokenScores::values).toList()),
        rows(scores.stream().map(TokenScores::entropy).toList()),
        rows(scores.stream().map(TokenScores::meanLogits).toList()));
  }

  /** Nothing is asked of a rank for which there is nothing to score. */
  private static Optional<TokenScores> score(
      Rank rank, List<List<Sequence>> share, Adapter adapter) {
    return share.isEmpty()
        ? Optional.empty()
        : Optional.of(rank.score(share.stream().flatMap(List::stream).toList(), adapter));
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    reduction.backward(microBatches, loss);
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
    return reduction.gradients(group);
  }

  @Override
  public void zeroGradients() {
    reduction.zero();
  }

  @Override
  public Optional<AdapterOptimiser> adapterOptimiser() {
    return reduction.optimiser();
  }

  /** What rank 0 has room for: the others are machines like its own. */
  @Override
  public int microBatchSize(int tokens) {
    return ranks.onFirst(() -> first.microBatchSize(tokens));
  }

  /** Of all ranks of this process: libtorch asks no device in particular. */
  @Override
  public void releaseMemory() {
    first.releaseMemory();
  }

  @Override
  public int scoreTokens() {
    return first.scoreTokens();
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
    reduction.close();
    ranks.close();
  }

  private static float[][] rows(List<float[][]> shares) {
    return shares.stream().flatMap(Arrays::stream).toArray(float[][]::new);
  }
}
