package dev.rlaif.trainer.rescore;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.proof.Correlation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How two judges see the same answers.
 *
 * @param judge the other judge
 * @param judgeHash of everything that decides its scores
 * @param both answers that have both scores; the next three are about these
 * @param correlation Pearson's; absent where one of the judges scored all alike
 * @param agreement share that both put on the same side of 0.5; absent without any
 * @param kappa Cohen's, of the same sides: agreement beyond what chance gives; absent where chance
 *     alone gives all of it
 * @param missing of the other judge, by status
 * @param places means by step and by pass of the evaluation, in the run's order
 */
public record RescoreSummary(
    String judge,
    String judgeHash,
    int answers,
    int both,
    @Nullable Double correlation,
    @Nullable Double agreement,
    @Nullable Double kappa,
    Map<JudgementStatus, Integer> missing,
    List<Place> places) {
  private static final double MIDDLE = 0.5;

  /**
   * Scores of one step or one pass.
   *
   * @param firstMean of the run's judge; absent: all missing
   * @param mean of the other judge; absent: all missing
   */
  public record Place(
      String place, int answers, @Nullable Double firstMean, @Nullable Double mean) {}

  private record Pair(double first, double second) {
    boolean isAgreed() {
      return first >= MIDDLE == second >= MIDDLE;
    }
  }

  /** Counts. */
  public static RescoreSummary of(String judge, String hash, List<RescoredSample> samples) {
    List<Pair> pairs = new ArrayList<>();
    Map<JudgementStatus, Integer> missing = new EnumMap<>(JudgementStatus.class);
    Map<String, List<RescoredSample>> byPlace = new LinkedHashMap<>();
    for (RescoredSample sample : samples) {
      byPlace.computeIfAbsent(sample.place(), place -> new ArrayList<>()).add(sample);
      Double first = sample.firstP();
      Double second = sample.p();
      if (second == null) {
        missing.merge(sample.status(), 1, Integer::sum);
      } else if (first != null) {
        pairs.add(new Pair(first, second));
      }
    }
    return new RescoreSummary(
        judge,
        hash,
        samples.size(),
        pairs.size(),
        correlation(pairs),
        agreement(pairs),
        kappa(pairs),
        missing,
        byPlace.entrySet().stream().map(one -> place(one.getKey(), one.getValue())).toList());
  }

  private static Place place(String place, List<RescoredSample> samples) {
    return new Place(
        place,
        samples.size(),
        mean(samples.stream().flatMap(sample -> Stream.ofNullable(sample.firstP()))),
        mean(samples.stream().flatMap(sample -> Stream.ofNullable(sample.p()))));
  }

  private static @Nullable Double mean(Stream<Double> values) {
    OptionalDouble mean = values.mapToDouble(Double::doubleValue).average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  private static @Nullable Double correlation(List<Pair> pairs) {
    OptionalDouble correlation =
        Correlation.of(
            pairs.stream().mapToDouble(Pair::first).toArray(),
            pairs.stream().mapToDouble(Pair::second).toArray());
    return correlation.isPresent() ? correlation.getAsDouble() : null;
  }

  private static @Nullable Double agreement(List<Pair> pairs) {
    return pairs.isEmpty()
        ? null
        : pairs.stream().filter(Pair::isAgreed).count() / (double) pairs.size();
  }

  private static @Nullable Double kappa(List<Pair> pairs) {
    Double agreed = agreement(pairs);
    if (agreed == null) {
      return null;
    }
    double first = pairs.stream().filter(p -> p.first >= MIDDLE).count() / (double) pairs.size();
    double second = pairs.stream().filter(p -> p.second >= MIDDLE).count() / (double) pairs.size();
    double chance = first * second + (1 - first) * (1 - second);
    return chance == 1 ? null : (agreed - chance) / (1 - chance);
  }
}
