package dev.rlaif.trainer.lora;

import java.nio.file.Path;
import java.util.List;

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

  /** Scores without a graph, in micro-batches of the policy's own choice. */
  TokenScores score(List<Sequence> sequences, Adapter adapter);

  /** Forward with a graph over one micro-batch, adapter on. */
  ForwardPass forward(List<Sequence> sequences);

  /** Parameters of a group, flat, fp32, in a fixed order. */
  float[] parameters(Group group);

  /** Sets the parameters of a group. */
  void setParameters(Group group, float[] flat);

  /** Gradients that backward passes have added up since the last {@link #zeroGradients}, flat. */
  float[] gradients(Group group);

  void zeroGradients();

  /** How many sequences of about this many tokens in all fit one forward pass with a graph. */
  int microBatchSize(int tokens);

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
