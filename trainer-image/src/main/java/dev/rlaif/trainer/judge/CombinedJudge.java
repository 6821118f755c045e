package dev.rlaif.trainer.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.v1alpha1.Combination;
import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.stage.Fingerprint;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Several judges in one. Scores are combined before any transform; an answer that one part gives no
 * score has none, because another mean would be another question.
 */
final class CombinedJudge implements Judge {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One of the judges; {@code weight} is above 0. */
  record Part(String name, double weight, Judge judge) {}

  private record PartIdentity(String name, double weight, String hash) {}

  private record Identity(Combination combine, List<PartIdentity> parts) {}

  private final List<Part> parts;
  private final Combination combine;
  private final Runnable whenClosed;

  /**
   * Combines judges.
   *
   * @param whenClosed what the parts share is closed by this, after them
   */
  CombinedJudge(List<Part> parts, Combination combine, Runnable whenClosed) {
    this.parts = List.copyOf(parts);
    this.combine = combine;
    this.whenClosed = whenClosed;
  }

  @Override
  public String name() {
    return parts.stream().map(Part::name).collect(Collectors.joining(" + "));
  }

  @Override
  public String hash() {
    return Fingerprint.ofJson(
        new Identity(
            combine,
            parts.stream()
                .map(part -> new PartIdentity(part.name, part.weight, part.judge.hash()))
                .toList()));
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer) {
    return judge(part -> part.judge(answer));
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer, int repetition) {
    return judge(part -> part.judge(answer, repetition));
  }

  private CompletableFuture<Judgement> judge(Function<Judge, CompletableFuture<Judgement>> ask) {
    List<CompletableFuture<Judgement>> calls =
        parts.stream().map(part -> ask.apply(part.judge)).toList();
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(done -> combined(calls.stream().map(CompletableFuture::join).toList()));
  }

  private Judgement combined(List<Judgement> judgements) {
    Optional<Judgement> missing =
        judgements.stream().filter(judgement -> judgement.p().isEmpty()).findFirst();
    return new Judgement(
        missing.map(Judgement::status).orElse(JudgementStatus.OK),
        missing.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(score(judgements)),
        said(judgements),
        judgements.stream().mapToInt(Judgement::attempts).max().orElse(0),
        judgements.stream()
            .map(Judgement::latency)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO),
        judgements.stream().flatMapToInt(judgement -> judgement.faultEnd().stream()).min());
  }

  private double score(List<Judgement> judgements) {
    double sum = 0;
    double weights = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < parts.size(); i++) {
      double p = judgements.get(i).p().orElseThrow();
      double weight = combine == Combination.WEIGHTED ? parts.get(i).weight : 1;
      sum += weight * p;
      weights += weight;
      least = Math.min(least, p);
    }
    return combine == Combination.MIN ? least : sum / weights;
  }

  /** What each part said, as JSON, so that its score can be read where answers are kept. */
  private String said(List<Judgement> judgements) {
    ObjectNode said = JSON.createObjectNode();
    for (int i = 0; i < parts.size(); i++) {
      Judgement judgement = judgements.get(i);
      ObjectNode part = said.putObject(parts.get(i).name);
      judgement
          .p()
          .ifPresentOrElse(
              p -> part.put("p", p), () -> part.put("status", judgement.status().name()));
      part.put("raw", judgement.raw());
    }
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings is always writable", e);
    }
  }

  @Override
  public Optional<Outage> outage() {
    return parts.stream().flatMap(part -> part.judge.outage().stream()).findFirst();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.judge.close());
    whenClosed.run();
  }
}
