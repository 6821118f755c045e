package dev.rlaif.trainer.train;

import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch at which training had to stop, for a person to look at.
 *
 * @param reason what was not finite
 * @param rows every answer that this optimiser step had seen so far
 */
public record BatchDump(long step, int epoch, String reason, List<Row> rows) {

  /**
   * An answer with what was stored about it and what the policy says now.
   *
   * @param logProbs [L] now
   * @param newValues [L] now
   */
  public record Row(Experience experience, float[] logProbs, float[] newValues) {}

  static List<Row> rows(List<Experience> microBatch, TokenScores now) {
    List<Row> rows = new ArrayList<>(microBatch.size());
    for (int b = 0; b < microBatch.size(); b++) {
      rows.add(new Row(microBatch.get(b), now.logProbs()[b], now.values()[b]));
    }
    return rows;
  }
}
