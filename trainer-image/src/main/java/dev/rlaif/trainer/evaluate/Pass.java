package dev.rlaif.trainer.evaluate;

import java.util.List;

/**
 * Both models' answers to all held-out prompts under one way of drawing.
 *
 * @param name {@code greedy}, {@code seed-1}, ...
 * @param base in order of the prompts
 * @param tuned in order of the prompts
 */
public record Pass(String name, List<JudgedAnswer> base, List<JudgedAnswer> tuned) {
  public static final String GREEDY = "greedy";

  public Pass {
    if (base.size() != tuned.size()) {
      throw new IllegalArgumentException(
          "pass " + name + ": " + base.size() + " base and " + tuned.size() + " tuned answers");
    }
    base = List.copyOf(base);
    tuned = List.copyOf(tuned);
  }
}
