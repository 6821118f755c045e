package dev.rlaif.trainer.train;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.pair.Preference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Pairs for a {@link ToyPolicy}: the chosen answer has more ones. */
final class ToyPairs {
  private ToyPairs() {}

  static List<Preference> of(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Preference> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] chosen = new int[1 + random.nextInt(4)];
      for (int t = 0; t < chosen.length; t++) {
        chosen[t] = random.nextInt(4) == 0 ? 0 : 1;
      }
      chosen[0] = 1;
      pairs.add(pair(i, chosen, new int[1 + random.nextInt(4)]));
    }
    return Collections.unmodifiableList(pairs);
  }

  static Preference pair(int number, int[] chosen, int[] rejected) {
    int[] prompt = {number % 2};
    return new Preference(
        "p" + number,
        List.of(ChatMessage.user("question " + number)),
        List.of(ChatMessage.assistant("chosen")),
        List.of(ChatMessage.assistant("rejected")),
        0.9,
        0.1,
        "toy",
        prompt,
        chosen,
        rejected,
        reference(prompt, chosen),
        reference(prompt, rejected));
  }

  private static float[] reference(int[] prompt, int[] ids) {
    return new ToyPolicy(1).score(List.of(new Sequence(prompt, ids)), Adapter.OFF).logProbs()[0];
  }
}
