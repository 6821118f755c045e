package dev.rlaif.trainer.rollout.vllm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Four tokens whose logits are its parameters, whatever came before; its adapter is their text. */
final class UnigramPolicy implements Policy {
  static final int TOKENS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private float[] logits = new float[TOKENS];

  static float[] read(Path folder) throws IOException {
    return JSON.readValue(folder.resolve("logits.json").toFile(), float[].class);
  }

  static double logProb(float[] logits, int id) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return logits[id] - Math.log(sum);
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapter) {
    float[][] logProbs = new float[sequences.size()][];
    for (int b = 0; b < logProbs.length; b++) {
      int[] ids = sequences.get(b).responseIds();
      logProbs[b] = new float[ids.length];
      for (int t = 0; t < ids.length; t++) {
        logProbs[b][t] = (float) logProb(logits, ids[t]);
      }
    }
    return new TokenScores(logProbs, logProbs, logProbs, logProbs);
  }

  @Override
  public float[] parameters(Group group) {
    return logits.clone();
  }

  @Override
  public void setParameters(Group group, float[] flat) {
    logits = flat.clone();
  }

  @Override
  public void saveAdapter(Path folder, String baseName) {
    try {
      Files.createDirectories(folder);
      JSON.writeValue(folder.resolve("logits.json").toFile(), logits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    throw new UnsupportedOperationException();
  }

  @Override
  public float[] gradients(Group group) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void zeroGradients() {}

  @Override
  public int microBatchSize(int tokens) {
    return 1;
  }

  @Override
  public void loadAdapter(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
