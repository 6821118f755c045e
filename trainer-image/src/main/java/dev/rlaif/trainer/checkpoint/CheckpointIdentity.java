package dev.rlaif.trainer.checkpoint;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Map;

/**
 * What has to be the same where a run goes on.
 *
 * @param base fingerprint of the frozen base: its configuration and its index of weights
 * @param prompts fingerprint of the training prompts, or of the pairs
 */
public record CheckpointIdentity(String base, AlgorithmType algorithm, Lora lora, String prompts) {

  /**
   * Shape of the adapter.
   *
   * @param rankPattern absent in checkpoints from before there were patterns, as the next
   */
  public record Lora(
      int rank,
      double alpha,
      boolean rankStabilised,
      List<String> targets,
      Map<String, Integer> rankPattern,
      Map<String, Double> alphaPattern) {

    public Lora {
      rankPattern = requireNonNullElse(rankPattern, Map.of());
      alphaPattern = requireNonNullElse(alphaPattern, Map.of());
    }
  }

  /**
   * @param wanted identity of the run that would go on
   * @throws StageFailure naming the first field that differs
   */
  public void requireSame(CheckpointIdentity wanted, String checkpoint) {
    require(checkpoint, "the base model (spec.model)", base, wanted.base);
    require(checkpoint, "spec.algorithm.type", algorithm, wanted.algorithm);
    require(checkpoint, "spec.lora.rank", lora.rank, wanted.lora.rank);
    require(checkpoint, "spec.lora.alpha", lora.alpha, wanted.lora.alpha);
    require(
        checkpoint, "spec.lora.rankStabilised", lora.rankStabilised, wanted.lora.rankStabilised);
    require(checkpoint, "spec.lora.targets", lora.targets, wanted.lora.targets);
    require(checkpoint, "spec.lora.rankPattern", lora.rankPattern, wanted.lora.rankPattern);
    require(checkpoint, "spec.lora.alphaPattern", lora.alphaPattern, wanted.lora.alphaPattern);
    require(
        checkpoint,
        "the training data (prompts/train.jsonl, with DPO pairs/pairs.jsonl)",
        prompts,
        wanted.prompts);
  }

  private static void require(String checkpoint, String field, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      throw StageFailure.wrong(
          checkpoint
              + " cannot be resumed: "
              + field
              + " was "
              + found
              + " and is now "
              + wanted
              + "; set it back, or start in another workspace (a run of another name)");
    }
  }
}
