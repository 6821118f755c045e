package dev.rlaif.trainer.pair;

import java.util.Arrays;

/**
 * How long pairs may be, in tokens.
 *
 * @param prompt longer prompts give no pair
 * @param answer longer answers are cut off and keep their start, as TRL does
 */
record PairLimits(int prompt, int answer) {

  boolean isTooLong(int[] promptIds) {
    return promptIds.length > prompt;
  }

  boolean isCut(Candidate.Side side) {
    return side.ids().length > answer;
  }

  Candidate cut(Candidate candidate) {
    return new Candidate(
        candidate.id(),
        candidate.prompt(),
        candidate.promptIds(),
        cut(candidate.chosen()),
        cut(candidate.rejected()));
  }

  private Candidate.Side cut(Candidate.Side side) {
    return isCut(side)
        ? new Candidate.Side(side.text(), Arrays.copyOf(side.ids(), answer), side.score())
        : side;
  }
}
