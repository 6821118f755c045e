package dev.rlaif.trainer.train;

import ai.djl.engine.EngineException;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A policy over two tokens whose logits are a table of the token before: LORA = [previous][token],
 * VALUE_HEAD = [previous], and the value also reads the table, as a value head reads a trunk. With
 * the adapter off both tokens are equally likely.
 */
final class ToyPolicy implements Policy {
  private static final double TRUNK = 0.25;

  private final float[] table = new float[4];
  private final float[] head = new float[2];
  private final double[] tableGradients = new double[4];
  private final double[] headGradients = new double[2];
  private final int microBatch;
  int largestForward;
  boolean broken;

  /** Sequences of a forward pass for which there is no memory. */
  int tooLarge = Integer.MAX_VALUE;

  /** Hears of each pass. */
  Consumer<Adapter> scored = adapter -> {};

  ToyPolicy(int microBatch) {
    this.microBatch = microBatch;
  }

  /** Probability of token 1 after {@code previous}. */
  double probabilityOfOne(int previous) {
    return Math.exp(distribution(previous, Adapter.ON)[1]);
  }

  int[] sample(int previous, int length, SplittableRandom random) {
    int[] ids = new int[length];
    int before = previous;
    for (int t = 0; t < length; t++) {
      ids[t] = random.nextDouble() < probabilityOfOne(before) ? 1 : 0;
      before = ids[t];
    }
    return ids;
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapter) {
    scored.accept(adapter);
    int size = sequences.size();
    TokenScores scores =
        new TokenScores(new float[size][], new float[size][], new float[size][], new float[size][]);
    for (int b = 0; b < size; b++) {
      int[] ids = sequences.get(b).responseIds();
      scores.logProbs()[b] = new float[ids.length];
      scores.values()[b] = new float[ids.length];
      scores.entropy()[b] = new float[ids.length];
      scores.meanLogits()[b] = new float[ids.length];
      for (int t = 0; t < ids.length; t++) {
        int previous = previous(sequences.get(b), t);
        double[] logProbs = distribution(previous, adapter);
        scores.logProbs()[b][t] = broken ? Float.NaN : (float) logProbs[ids[t]];
        scores.values()[b][t] = (float) (head[previous] + TRUNK * table[2 * previous]);
        scores.entropy()[b][t] =
            (float) -(Math.exp(logProbs[0]) * logProbs[0] + Math.exp(logProbs[1]) * logProbs[1]);
      }
    }
    return scores;
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    ForwardPass.inTurn(this::forward, microBatches, loss);
  }

  ForwardPass forward(List<Sequence> sequences) {
    if (sequences.size() >= tooLarge) {
      throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB.");
    }
    largestForward = Math.max(largestForward, sequences.size());
    TokenScores scores = score(sequences, Adapter.ON);
    return new ForwardPass() {
      @Override
      public TokenScores scores() {
        return scores;
      }

      @Override
      public void backward(double[][] logProbGradients, double[][] valueGradients) {
        for (int b = 0; b < sequences.size(); b++) {
          for (int t = 0; t < logProbGradients[b].length; t++) {
            int id = sequences.get(b).responseIds()[t];
            addGradients(
                previous(sequences.get(b), t), id, logProbGradients[b][t], valueGradients[b][t]);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public float[] parameters(Group group) {
    return flat(group).clone();
  }

  @Override
  public void setParameters(Group group, float[] values) {
    System.arraycopy(values, 0, flat(group), 0, values.length);
  }

  @Override
  public float[] gradients(Group group) {
    double[] wide = group == Group.LORA ? tableGradients : headGradients;
    float[] gradients = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      gradients[i] = (float) wide[i];
    }
    return gradients;
  }

  @Override
  public void zeroGradients() {
    Arrays.fill(tableGradients, 0);
    Arrays.fill(headGradients, 0);
  }

  @Override
  public int microBatchSize(int tokens) {
    return microBatch;
  }

  @Override
  public void saveAdapter(Path folder, String baseName) {
    throw new UnsupportedOperationException("toy");
  }

  @Override
  public void loadAdapter(Path folder) {
    throw new UnsupportedOperationException("toy");
  }

  @Override
  public void close() {}

  private void addGradients(int previous, int id, double ofLogProb, double ofValue) {
    double[] logProbs = distribution(previous, Adapter.ON);
    for (int k = 0; k < 2; k++) {
      tableGradients[2 * previous + k] += ofLogProb * ((k == id ? 1 : 0) - Math.exp(logProbs[k]));
    }
    tableGradients[2 * previous] += TRUNK * ofValue;
    headGradients[previous] += ofValue;
  }

  private double[] distribution(int previous, Adapter adapter) {
    double first = adapter == Adapter.ON ? table[2 * previous] : 0;
    double second = adapter == Adapter.ON ? table[2 * previous + 1] : 0;
    double top = Math.max(first, second);
    double lse = top + Math.log(Math.exp(first - top) + Math.exp(second - top));
    return new double[] {first - lse, second - lse};
  }

  private float[] flat(Group group) {
    return group == Group.LORA ? table : head;
  }

  private static int previous(Sequence sequence, int t) {
    int[] prompt = sequence.promptIds();
    return t == 0 ? prompt[prompt.length - 1] : sequence.responseIds()[t - 1];
  }
}
