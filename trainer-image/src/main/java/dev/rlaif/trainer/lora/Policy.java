package dev.rlaif.trainer.lora;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A frozen base with a LoRA adapter and a value head. The reference model is the same base with the
 * adapter off; there is no second copy of the weights.
 */
public interface Policy extends AutoCloseable {

  /** Whether the adapter takes part; off is the reference model. */
  enum Adapter {
    ON,
    OFF
  }

  /** The trainable parameters that an optimiser steps together. */
  enum Group {
    LORA,
    VALUE_HEAD
  }

  /** Called first by a thread other than the one that made the policy. */
  default void useOnThisThread() {}

  /** Scores without a graph, in micro-batches of the policy's own choice. */
  TokenScores score(List<Sequence> sequences, Adapter adapter);

  /**
   * Forward and backward over micro-batches, adapter on; their gradients add up in the order of the
   * micro-batches.
   *
   * @param loss of a micro-batch by its number; asked once for each, by one thread at a time
   */
  void backward(List<List<Sequence>> microBatches, MicroLoss loss);

  /** Parameters of a group, flat, fp32, in a fixed order. */
  float[] parameters(Group group);

  /** Sets the parameters of a group. */
  void setParameters(Group group, float[] flat);

  /** Gradients that backward passes have added up since the last {@link #zeroGradients}, flat. */
  float[] gradients(Group group);

  void zeroGradients();

  /** An optimiser of the adapter where it lies; empty where it is best stepped on the host. */
  default Optional<AdapterOptimiser> adapterOptimiser() {
    return Optional.empty();
  }

  /** How many sequences of about this many tokens in all fit one forward pass with a graph. */
  int microBatchSize(int tokens);

  /** Gives back what the engine keeps of a device's memory without using it. */
  default void releaseMemory() {}

  /** Tokens of a call that scores. */
  default int scoreTokens() {
    return MemoryPlan.CPU_SCORE_TOKENS;
  }

  /** Micro-batches that are worked on at the same time. */
  default int ranks() {
    return 1;
  }

  /** What the precision of its computation makes of equal log-probabilities. */
  default LogProbTolerance tolerance() {
    return LogProbTolerance.FLOAT32;
  }

  /** Writes adapter_config.json and adapter_model.safetensors as PEFT reads them. */
  void saveAdapter(Path folder, String baseName);

  /** Reads a PEFT adapter of the same shape. */
  void loadAdapter(Path folder);

  @Override
  void close();
}
