package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** A micro-batch between its forward and its backward; the scope holds everything of it. */
final class LoraForwardPass implements ForwardPass {
  private final LoraPolicy policy;
  private final NDManager scope;
  private final TokenBatch batch;
  private final TrainedLayers.Pass layers;
  private final List<NDArray> kept;
  private final TokenScores scores;
  private boolean done;

  LoraForwardPass(
      LoraPolicy policy,
      NDManager scope,
      TokenBatch batch,
      TrainedLayers.Pass layers,
      List<NDArray> kept,
      TokenScores scores) {
    this.policy = policy;
    this.scope = scope;
    this.batch = batch;
    this.layers = layers;
    this.kept = kept;
    this.scores = scores;
  }

  @Override
  public TokenScores scores() {
    return scores;
  }

  @Override
  public void backward(double[][] logProbGradients, double[][] valueGradients) {
    if (done) {
      throw new IllegalStateException("backward uses up what forward kept: it can run once");
    }
    done = true;
    policy.backward(batch, layers, kept, logProbGradients, valueGradients);
  }

  @Override
  public void close() {
    scope.close();
  }
}
