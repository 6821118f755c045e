package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** A micro-batch between its forward and its backward; the scope holds everything of it. */
final class LoraForwardPass implements ForwardPass {
  private final LoraPolicy policy;
  private final NDManager scope;
  private final TokenBatch batch;
  private final NDArray hidden;
  private final List<NDArray> kept;
  private final TokenScores scores;
  private boolean done;

  LoraForwardPass(
      LoraPolicy policy,
      NDManager scope,
      TokenBatch batch,
      NDArray hidden,
      List<NDArray> kept,
      TokenScores scores) {
    this.policy = policy;
    this.scope = scope;
    this.batch = batch;
    this.hidden = hidden;
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
      throw new IllegalStateException("backward frees the graph: it can run once");
    }
    done = true;
    policy.backward(batch, hidden, kept, logProbGradients, valueGradients);
  }

  @Override
  public void close() {
    scope.close();
  }
}
