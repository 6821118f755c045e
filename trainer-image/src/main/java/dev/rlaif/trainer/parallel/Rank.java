package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One of those that share a step's work. It computes what it is given and decides nothing: all
 * ranks hold the same parameters, and whoever leads them sets these. Used by one thread at a time.
 */
public interface Rank extends AutoCloseable {

  /** Called first, on the thread that will use it. */
  default void begin() {}

  /**
   * Answers requests, result in their order.
   *
   * @param finished called as soon as an answer is complete
   */
  List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished);

  /** Scores without a graph. */
  TokenScores score(List<Sequence> sequences, Policy.Adapter adapter);

  /** Gradients of one micro-batch by group, flat, fp32; the loss is asked once. */
  Map<Policy.Group, float[]> gradients(List<Sequence> microBatch, MicroLoss loss);

  /** Sets the parameters of a group. */
  void setParameters(Policy.Group group, float[] flat);

  /** Ends it: there is nothing more to do. */
  @Override
  void close();
}
