package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The proof that a judge scores right: its scores against labelled answers. */
public final class JudgeProof {
  private static final int BINS = 10;
  private static final int MISTAKES = 20;

  private final Judge judge;
  private final Validation spec;

  /** Told after every judgement how many of how many are done, by any thread. */
  public interface Progress {
    void done(int calls, int ofCalls);
  }

  private record Item(LabelledPair pair, boolean good, List<Judgement> judgements) {
    Answer answer() {
      return new Answer(pair.prompt(), good ? pair.good() : pair.bad(), true);
    }

    double[] scores() {
      return judgements.stream()
          .filter(judgement -> judgement.p().isPresent())
          .mapToDouble(judgement -> judgement.p().getAsDouble())
          .toArray();
    }

    /** The first repeat, which is the run's own setting. */
    Judgement first() {
      return judgements.get(0);
    }
  }

  public JudgeProof(Judge judge, Validation spec) {
    this.judge = judge;
    this.spec = spec;
  }

  /**
   * Scores all answers and counts.
   *
   * @param pairs at least one
   * @throws dev.rlaif.trainer.stage.Stopped if asked to stop before the last score
   */
  public JudgeProofReport prove(List<LabelledPair> pairs, Progress progress, StopSignal stop) {
    List<Item> items = items(pairs, progress, stop);
    List<Judgement> all = items.stream().flatMap(item -> item.judgements.stream()).toList();
    Map<JudgementStatus, Integer> missing = missing(all);
    double missingRate =
        missing.values().stream().mapToInt(Integer::intValue).sum() / (double) all.size();
    List<double[]> scores = items.stream().map(Item::scores).toList();
    double flipRate = Repeats.flipRate(scores, spec.threshold());
    List<Item> scored = items.stream().filter(item -> item.first().p().isPresent()).toList();
    Calibration calibration = calibration(scored);
    return new JudgeProofReport(
        judge.name(),
        judge.hash(),
        pairs.size(),
        spec.repeats(),
        spec.threshold(),
        all.size(),
        missing,
        missingRate,
        flipRate,
        Repeats.deviation(scores),
        lengthCorrelation(scored),
        calibration,
        latency(all, 0.5),
        latency(all, 0.95),
        canaries(pairs.get(0), stop),
        mistakes(scored),
        ProofGates.failed(spec.gates(), calibration, missingRate, flipRate));
  }

  private List<Item> items(List<LabelledPair> pairs, Progress progress, StopSignal stop) {
    int calls = 2 * pairs.size() * spec.repeats();
    var done = new AtomicInteger();
    List<Item> empty = new ArrayList<>();
    List<List<CompletableFuture<Judgement>>> asked = new ArrayList<>();
    for (LabelledPair pair : pairs) {
      for (boolean good : new boolean[] {true, false}) {
        Item item = new Item(pair, good, List.of());
        empty.add(item);
        asked.add(
            IntStream.range(0, spec.repeats())
                .mapToObj(repetition -> judge.judge(item.answer(), repetition))
                .toList());
      }
    }
    asked.stream()
        .flatMap(List::stream)
        .forEach(call -> call.thenRun(() -> progress.done(done.incrementAndGet(), calls)));
    return IntStream.range(0, empty.size())
        .mapToObj(
            i ->
                new Item(
                    empty.get(i).pair(),
                    empty.get(i).good(),
                    asked.get(i).stream().map(stop::await).toList()))
        .toList();
  }

  private static Map<JudgementStatus, Integer> missing(List<Judgement> all) {
    Map<JudgementStatus, Integer> missing = new EnumMap<>(JudgementStatus.class);
    all.stream()
        .filter(judgement -> judgement.p().isEmpty())
        .forEach(judgement -> missing.merge(judgement.status(), 1, Integer::sum));
    return missing;
  }

  private @Nullable Calibration calibration(List<Item> scored) {
    List<ScoredLabel> labels =
        scored.stream().map(item -> new ScoredLabel(item.good(), item.scores()[0])).toList();
    boolean both =
        labels.stream().anyMatch(ScoredLabel::good)
            && labels.stream().anyMatch(label -> !label.good());
    return both ? Calibration.of(labels, spec.threshold(), BINS) : null;
  }

  private static double lengthCorrelation(List<Item> scored) {
    return Correlation.of(
        scored.stream().mapToDouble(item -> item.scores()[0]).toArray(),
        scored.stream().mapToDouble(item -> item.answer().text().length()).toArray());
  }

  private static long latency(List<Judgement> all, double quantile) {
    long[] millis =
        all.stream()
            .filter(judgement -> judgement.attempts() > 0)
            .mapToLong(judgement -> judgement.latency().toMillis())
            .sorted()
            .toArray();
    return millis.length == 0 ? 0 : millis[(int) Math.ceil(quantile * millis.length) - 1];
  }

  private List<CanaryResult> canaries(LabelledPair pair, StopSignal stop) {
    return Canary.around(pair).stream()
        .map(
            canary ->
                CanaryResult.of(canary, stop.await(judge.judge(canary.answer())), spec.threshold()))
        .toList();
  }

  private List<Mistake> mistakes(List<Item> scored) {
    return scored.stream()
        .filter(item -> item.scores()[0] >= spec.threshold() != item.good())
        .map(
            item ->
                new Mistake(
                    item.pair().prompt(),
                    item.answer().text(),
                    item.good(),
                    item.scores()[0],
                    item.first().raw()))
        .sorted(Comparator.comparingDouble(Mistake::distance).reversed())
        .limit(MISTAKES)
        .toList();
  }
}
