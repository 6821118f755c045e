package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.learn.PreferencePair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Candidates that become pairs, and why the others do not. */
final class PairSelection {
  private final double minMargin;
  private final Predicate<String> heldOut;
  private final PairLimits limits;
  private final List<Candidate> kept = new ArrayList<>();
  private final Map<Unpaired, Integer> unpaired = new EnumMap<>(Unpaired.class);
  private int offered;
  private int cut;

  /**
   * @param heldOut whether a question is a held-out one
   */
  PairSelection(double minMargin, PairLimits limits, Predicate<String> heldOut) {
    this.minMargin = minMargin;
    this.limits = limits;
    this.heldOut = heldOut;
  }

  void offer(AnswerGroup group) {
    if (group.scored().size() < 2) {
      count(Unpaired.TOO_FEW_SCORES);
      return;
    }
    group.bestAgainstWorst(minMargin).ifPresentOrElse(this::offer, () -> count(Unpaired.NO_MARGIN));
  }

  void offer(Candidate whole) {
    Candidate candidate = limits.cut(whole);
    Optional<Unpaired> why = why(candidate);
    if (why.isPresent()) {
      count(why.get());
      return;
    }
    offered++;
    cut += limits.isCut(whole.chosen()) ? 1 : 0;
    cut += limits.isCut(whole.rejected()) ? 1 : 0;
    kept.add(candidate);
  }

  List<Candidate> kept() {
    return List.copyOf(kept);
  }

  int offered() {
    return offered;
  }

  int cut() {
    return cut;
  }

  Map<Unpaired, Integer> unpaired() {
    return Map.copyOf(unpaired);
  }

  private Optional<Unpaired> why(Candidate candidate) {
    if (heldOut.test(candidate.question())) {
      return Optional.of(Unpaired.HELD_OUT);
    }
    if (limits.isTooLong(candidate.promptIds())) {
      return Optional.of(Unpaired.PROMPT_TOO_LONG);
    }
    if (candidate.isOneAnswer()) {
      return Optional.of(Unpaired.SAME_ANSWER);
    }
    Double margin = candidate.margin();
    return margin != null && !PreferencePair.isWide(margin, minMargin)
        ? Optional.of(Unpaired.NO_MARGIN)
        : Optional.empty();
  }

  private void count(Unpaired why) {
    offered++;
    unpaired.merge(why, 1, Integer::sum);
  }
}
