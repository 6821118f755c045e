package dev.rlaif.trainer.judge;

import dev.rlaif.trainer.chat.ChatFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Several calls as one judgement, and failed calls as missing ones. */
final class Judgements {
  private Judgements() {}

  /**
   * The mean of p, before any transform, since the mean of logits is another number. Fewer than
   * half scored is missing: the few may be the easy ones.
   */
  static Judgement mean(List<Judgement> calls) {
    if (calls.size() == 1) {
      return calls.get(0);
    }
    List<Judgement> scored = calls.stream().filter(call -> call.p().isPresent()).toList();
    OptionalDouble p =
        2 * scored.size() >= calls.size()
            ? scored.stream().mapToDouble(call -> call.p().getAsDouble()).average()
            : OptionalDouble.empty();
    return new Judgement(
        p.isPresent() ? JudgementStatus.OK : firstMissing(calls).status(),
        p,
        calls.stream().map(Judgement::raw).collect(Collectors.joining(" | ")),
        calls.stream().mapToInt(Judgement::attempts).sum(),
        calls.stream()
            .map(Judgement::latency)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO));
  }

  private static Judgement firstMissing(List<Judgement> calls) {
    return calls.stream().filter(call -> call.p().isEmpty()).findFirst().orElseThrow();
  }

  static Judgement missing(ChatFailure failure) {
    JudgementStatus status =
        switch (failure.kind()) {
          case TIMEOUT -> JudgementStatus.TIMEOUT;
          case NETWORK, UNTRUSTED -> JudgementStatus.NETWORK;
          case HTTP_429 -> JudgementStatus.HTTP_429;
          case HTTP_5XX -> JudgementStatus.HTTP_5XX;
          case REJECTED, REFUSED -> JudgementStatus.REFUSED;
          case MALFORMED -> JudgementStatus.PARSE_ERROR;
          case CIRCUIT_OPEN -> JudgementStatus.CIRCUIT_OPEN;
        };
    return new Judgement(
        status, OptionalDouble.empty(), failure.message(), failure.attempts(), failure.latency());
  }
}
