package dev.rlaif.trainer.serve;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;

import dev.rlaif.trainer.serve.ReplyShape.Usage;
import dev.rlaif.trainer.serve.RunningAnswer.Said;
import dev.rlaif.trainer.tracking.LoggedRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is said in answer to a request, for those who keep it; where nobody does it holds nothing.
 */
final class Transcript {
  private static final String BETWEEN_CHOICES = "\n\n";

  private final Exchange exchange;
  private final AnswerRequest request;
  private final Buffer body;
  private final Optional<Consumer<LoggedRequest>> log;
  private final Instant time = Instant.now();
  private final List<StringBuilder> choices = new ArrayList<>();
  private final String[] reasons;

  Transcript(
      Exchange exchange,
      AnswerRequest request,
      Buffer body,
      Optional<Consumer<LoggedRequest>> log) {
    this.exchange = exchange;
    this.request = request;
    this.body = body;
    this.log = log;
    this.reasons = new String[request.prompts().size() * request.choices()];
    Arrays.fill(reasons, "");
    Arrays.stream(reasons).forEach(choice -> choices.add(new StringBuilder()));
  }

  /** What was said since the last call. */
  void add(Collection<Said> all) {
    if (log.isPresent()) {
      for (Said said : all) {
        choices.get(said.choice()).append(said.text());
        if (said.reason() != null) {
          reasons[said.choice()] = said.reason();
        }
      }
    }
  }

  /** All is said. */
  void end(Usage usage) {
    log.ifPresent(
        keeper ->
            keeper.accept(
                new LoggedRequest(
                    time,
                    exchange.id(),
                    requireNonNullElse(exchange.request().path(), ""),
                    request.model().name(),
                    body.toString(StandardCharsets.UTF_8),
                    choices.stream().collect(joining(BETWEEN_CHOICES)),
                    String.join(" ", reasons),
                    usage.promptTokens(),
                    usage.completionTokens(),
                    Duration.between(time, Instant.now()).toMillis())));
  }
}
