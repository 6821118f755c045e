package dev.rlaif.trainer.pair;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the pairs of a run come from.
 *
 * @param inputs hash of everything that decided the result; the same inputs give the same pairs
 * @param fingerprint SHA-256 of the file of pairs
 * @param offered prompts that were answered, or pairs that files held
 * @param answers that were judged; 0 for pairs of files
 * @param missingScores of them
 * @param unpaired what became of the others, by reason
 * @param cut answers that were cut off at the length limit, counted among the pairs
 * @param scored pairs with scores; margins are of them
 * @param meanMargin absent without scores
 * @param margins pairs by their margin, tenths from 0 to 1; larger ones are in the last
 */
public record PairManifest(
    String inputs,
    String fingerprint,
    int offered,
    int pairs,
    int answers,
    int missingScores,
    Map<Unpaired, Integer> unpaired,
    int cut,
    int scored,
    @Nullable Double meanMargin,
    List<Integer> margins,
    Lengths chosen,
    Lengths rejected,
    List<String> warnings) {

  public PairManifest {
    unpaired = Map.copyOf(unpaired);
    margins = List.copyOf(margins);
    warnings = List.copyOf(warnings);
  }

  /** Lengths of answers, tokens. */
  public record Lengths(double mean, int shortest, int longest) {}
}
