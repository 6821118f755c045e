package dev.rlaif.trainer.train;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the judge scored answers of the base model before the first step. Scores must spread: where
 * nearly all lie at one end there is nothing to learn.
 *
 * @param answers that were judged
 * @param scored of them; the others have no score
 * @param mean of the scores, 0 to 1
 * @param deviation unbiased standard deviation of the scores
 * @param badThreshold a score below it is bad
 * @param bad scores below it
 * @param histogram counts of ten bins of equal width from 0 to 1
 */
public record BaseScores(
    int answers,
    int scored,
    double mean,
    double deviation,
    double badThreshold,
    int bad,
    List<Integer> histogram) {
  private static final int BINS = 10;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** Below this all scores are as good as one. */
  private static final double ALIKE = 0.005;

  static BaseScores of(int answers, double[] scores, double badThreshold) {
    double mean = Arrays.stream(scores).average().orElse(0);
    double squares = Arrays.stream(scores).map(p -> (p - mean) * (p - mean)).sum();
    Integer[] counts = new Integer[BINS];
    Arrays.fill(counts, 0);
    for (double p : scores) {
      counts[Math.max(0, Math.min(BINS - 1, (int) (p * BINS)))]++;
    }
    return new BaseScores(
        answers,
        scores.length,
        mean,
        scores.length < 2 ? 0 : Math.sqrt(squares / (scores.length - 1)),
        badThreshold,
        (int) Arrays.stream(scores).filter(p -> p < badThreshold).count(),
        List.of(counts));
  }

  /** As a run kept them; empty before its training. */
  public static Optional<BaseScores> read(Path file) {
    return Files.exists(file)
        ? JsonLines.log(file).stream().map(line -> line.as(BaseScores.class)).findFirst()
        : Optional.empty();
  }

  void write(Path file) {
    AtomicFile.write(file, JsonLines.text(List.of(this)));
  }

  /** For a person, one line. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "the judge on %d answers of the base model: mean %.2f, deviation %.2f, bad (below %.2f) %d %%%s   0 %s 1",
        scored,
        mean,
        deviation,
        badThreshold,
        scored == 0 ? 0 : Math.round(100.0 * bad / scored),
        scored == answers ? "" : ", without a score " + (answers - scored),
        bars());
  }

  private String bars() {
    int most = histogram.stream().mapToInt(Integer::intValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (int count : histogram) {
      int height = count == 0 ? 0 : 1 + (BARS.length() - 2) * count / most;
      bars.append(count == 0 ? ' ' : BARS.charAt(height));
    }
    return bars.toString();
  }

  /** Why training may learn nothing; empty if scores spread. */
  public Optional<String> warning() {
    if (scored == 0) {
      return Optional.of("the judge scored no answer of the base model: see its records");
    }
    if (bad == 0) {
      return Optional.of(
          "the judge finds every answer of the base model good: there may be nothing to improve;"
              + " ask harder questions, or make the judge stricter");
    }
    if (bad == scored) {
      return Optional.of(
          "the judge finds every answer of the base model bad: without a good one there may be"
              + " nothing to learn from; ask easier questions, take a better model, or make the"
              + " judge milder");
    }
    return deviation < ALIKE
        ? Optional.of(
            "the judge scores all answers of the base model alike: make its scale or prompt finer")
        : Optional.empty();
  }
}
