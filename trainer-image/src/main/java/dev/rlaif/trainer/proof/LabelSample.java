package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.stage.Fingerprint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a person is asked about.
 *
 * @param good what the file of labelled pairs says of it; absent: an answer of a run
 */
public record LabelSample(Answer answer, @Nullable Boolean good) {

  /**
   * One answer of each pair, good and bad in turns, in an order that gives nothing away. Both
   * answers of a pair beside each other would tell which is which.
   */
  public static List<LabelSample> of(LabelledPairs pairs) {
    List<LabelledPair> shuffled =
        pairs.pairs().stream().sorted(Comparator.comparing(Fingerprint::ofJson)).toList();
    return mixed(
        IntStream.range(0, shuffled.size())
            .mapToObj(i -> of(shuffled.get(i), i % 2 == 0))
            .toList());
  }

  /** The same samples in an order that depends on nothing but what they say. */
  public static List<LabelSample> mixed(List<LabelSample> samples) {
    return samples.stream()
        .sorted(Comparator.comparing(sample -> Fingerprint.ofJson(sample.answer())))
        .toList();
  }

  private static LabelSample of(LabelledPair pair, boolean good) {
    return new LabelSample(ScoredAnswer.answer(pair, good), good);
  }
}
