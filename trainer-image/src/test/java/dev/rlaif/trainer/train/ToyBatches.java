package dev.rlaif.trainer.train;

import dev.rlaif.trainer.learn.Score;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rollouts of a {@link ToyPolicy}; the score is how many of its tokens are 1. */
final class ToyBatches {
  private ToyBatches() {}

  /** {@code groups} prompts with {@code perGroup} answers of 1 to {@code longest} tokens. */
  static List<ScoredRollout> of(
      ToyPolicy policy, int groups, int perGroup, int longest, SplittableRandom random) {
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < groups * perGroup; i++) {
      int prompt = i / perGroup % 2;
      int length = 1 + random.nextInt(longest);
      sequences.add(new Sequence(new int[] {prompt}, policy.sample(prompt, length, random)));
    }
    TokenScores on = policy.score(sequences, Adapter.ON);
    TokenScores off = policy.score(sequences, Adapter.OFF);
    List<ScoredRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      double ones = 0;
      for (int id : sequences.get(i).responseIds()) {
        ones += id;
      }
      double value = ones / sequences.get(i).responseIds().length;
      Score score = new Score(0.5, 0, value, value, 0, value, true);
      rollouts.add(ScoredRollout.of(sequences.get(i), i / perGroup, score, on, off, i));
    }
    return rollouts;
  }
}
