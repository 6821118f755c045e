package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A policy whose log-probability of a token is its number times the only parameter, and which
 * answers a prompt with its seed.
 */
final class LinearRank implements Policy, Generator {
  final List<String> calls = new ArrayList<>();
  private final float[] parameter = {0};
  private final float[] gradient = {0};
  private final float[] value = {0};

  static LocalRank of(LinearRank policy) {
    return new LocalRank(policy, policy);
  }

  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
    calls.add("generate " + requests.size());
    List<Completion> all = new ArrayList<>();
    for (GenerationRequest request : requests) {
      int[] ids = {(int) request.seed(), sampling.maxNewTokens()};
      float[] logProbs = {(float) sampling.temperature(), sampling.topK()};
      all.add(
          new Completion(request.index(), request.promptIds(), ids, logProbs, FinishReason.LENGTH));
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      finished.accept(all.get(i));
    }
    return all;
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapter) {
    calls.add("score " + sequences.size() + " " + adapter);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("no sequences");
    }
    float[][] logProbs = new float[sequences.size()][];
    for (int b = 0; b < logProbs.length; b++) {
      int[] ids = sequences.get(b).responseIds();
      logProbs[b] = new float[ids.length];
      for (int t = 0; t < ids.length; t++) {
        logProbs[b][t] = adapter == Adapter.ON ? ids[t] * parameter[0] : 0;
      }
    }
    return new TokenScores(logProbs, logProbs, logProbs, logProbs);
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    calls.add("backward " + microBatches.get(0).size());
    ForwardPass.inTurn(this::forward, microBatches, loss);
  }

  private ForwardPass forward(List<Sequence> sequences) {
    TokenScores scores = score(sequences, Adapter.ON);
    return new ForwardPass() {
      @Override
      public TokenScores scores() {
        return scores;
      }

      @Override
      public void backward(double[][] logProbGradients, double[][] valueGradients) {
        for (int b = 0; b < logProbGradients.length; b++) {
          for (int t = 0; t < logProbGradients[b].length; t++) {
            gradient[0] += (float) (logProbGradients[b][t] * sequences.get(b).responseIds()[t]);
            value[0] += (float) valueGradients[b][t];
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public float[] parameters(Group group) {
    return group == Group.LORA ? parameter.clone() : new float[1];
  }

  @Override
  public void setParameters(Group group, float[] flat) {
    if (group == Group.LORA) {
      parameter[0] = flat[0];
    }
  }

  @Override
  public float[] gradients(Group group) {
    return (group == Group.LORA ? gradient : value).clone();
  }

  @Override
  public void zeroGradients() {
    Arrays.fill(gradient, 0);
    Arrays.fill(value, 0);
  }

  @Override
  public int microBatchSize(int tokens) {
    return 2;
  }

  @Override
  public void saveAdapter(Path folder, String baseName) {
    throw new IllegalStateException("nothing is saved here");
  }

  @Override
  public void loadAdapter(Path folder) {
    throw new IllegalStateException("nothing is loaded here");
  }

  @Override
  public void close() {
    calls.add("closed");
  }
}
