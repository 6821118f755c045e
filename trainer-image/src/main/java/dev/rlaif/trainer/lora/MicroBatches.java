package dev.rlaif.trainer.lora;

import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into parts that hold a number of tokens, in order. */
public final class MicroBatches {
  private MicroBatches() {}

  /**
   * The parts in which a policy scores sequences; of some whole parts these are the parts again.
   */
  public static List<List<Sequence>> forScoring(Policy policy, List<Sequence> sequences) {
    return of(sequences, policy.scoreTokens());
  }

  /** Each part holds at most so many tokens, or one sequence. */
  static List<List<Sequence>> of(List<Sequence> sequences, int tokens) {
    List<List<Sequence>> parts = new ArrayList<>();
    int start = 0;
    int held = 0;
    for (int i = 0; i < sequences.size(); i++) {
      int length = sequences.get(i).promptIds().length + sequences.get(i).responseIds().length;
      if (i > start && held + length > tokens) {
        parts.add(sequences.subList(start, i));
        start = i;
        held = 0;
      }
      held += length;
    }
    if (start < sequences.size()) {
      parts.add(sequences.subList(start, sequences.size()));
    }
    return parts;
  }
}
