package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;

/** Judged answers with given numbers. */
final class ToyRollouts {
  private ToyRollouts() {}

  static JudgedRollout of(int group, Judgement judgement, FinishReason finish, float... logProbs) {
    int[] ids = new int[logProbs.length];
    return new JudgedRollout(
        new Prompt("p" + group, "question " + group),
        group,
        0,
        new Completion(group, new int[] {0}, ids, logProbs, finish),
        "0".repeat(ids.length),
        judgement);
  }

  /** Scores of which only the log-probabilities matter. */
  static TokenScores scores(float[]... logProbs) {
    float[][] zeros = new float[logProbs.length][];
    for (int b = 0; b < zeros.length; b++) {
      zeros[b] = new float[logProbs[b].length];
    }
    return new TokenScores(logProbs, zeros, zeros, zeros);
  }
}
