package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds labels that contradict each other, and pairs that would be counted twice. */
final class PairCheck {
  /** More would hide each other. */
  private static final int SHOWN = 10;

  private final List<LabelledPair> pairs = new ArrayList<>();
  private final List<String> repeated = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Map<LabelledPair, String> places = new HashMap<>();
  private final Map<Claim, String> claims = new HashMap<>();

  private record Claim(String prompt, String answer, boolean good) {
    Claim opposite() {
      return new Claim(prompt, answer, !good);
    }
  }

  /**
   * Adds a pair.
   *
   * @param place file and line, or field
   */
  void add(String place, LabelledPair pair) {
    String earlier = places.putIfAbsent(pair, place);
    if (earlier != null) {
      repeated.add(place + " repeats " + earlier);
      return;
    }
    if (pair.good().equals(pair.bad())) {
      wrong.add(place + ": good and bad are the same text; change one or drop the pair");
      return;
    }
    claim(place, new Claim(pair.prompt(), pair.good(), true));
    claim(place, new Claim(pair.prompt(), pair.bad(), false));
    pairs.add(pair);
  }

  private void claim(String place, Claim claim) {
    claims.putIfAbsent(claim, place);
    @Nullable String against = claims.get(claim.opposite());
    if (against != null) {
      wrong.add(
          place
              + ": calls "
              + (claim.good() ? "good" : "bad")
              + " the answer that "
              + against
              + " calls "
              + (claim.good() ? "bad" : "good")
              + " for the same prompt (\""
              + beginning(claim.answer())
              + "\"); correct one of the labels");
    }
  }

  /**
   * What was added, without repetitions.
   *
   * @throws StageFailure that names every contradiction
   */
  LabelledPairs pairs() {
    requireNone(wrong);
    if (repeated.isEmpty()) {
      return new LabelledPairs(pairs, List.of());
    }
    String note =
        (repeated.size() == 1
                ? "1 pair is there twice and counts once: "
                : repeated.size() + " pairs are there twice and count once: ")
            + String.join(", ", repeated.subList(0, Math.min(3, repeated.size())))
            + (repeated.size() > 3 ? ", …" : "");
    return new LabelledPairs(pairs, List.of(note));
  }

  static void requireNone(List<String> wrong) {
    if (wrong.size() == 1) {
      throw StageFailure.wrong(wrong.get(0));
    }
    if (!wrong.isEmpty()) {
      String more = wrong.size() > SHOWN ? "\n  and " + (wrong.size() - SHOWN) + " more lines" : "";
      throw StageFailure.wrong(
          wrong.size()
              + " labelled pairs to correct:\n  "
              + String.join("\n  ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
              + more);
    }
  }

  private static String beginning(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
