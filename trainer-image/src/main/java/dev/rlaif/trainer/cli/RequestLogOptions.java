package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.RequestLogPolicy;
import dev.rlaif.trainer.run.TableCopies;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.Redaction;
import dev.rlaif.trainer.tracking.RequestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether requests and answers are kept, and how much of them. */
final class RequestLogOptions {
  /** How long a request waits for others that are written with it. */
  private static final Duration EVERY = Duration.ofSeconds(10);

  @Option(
      names = "--log-requests",
      paramLabel = "DIR",
      description =
          "Keeps requests and answers in the Delta table of this folder; default: what"
              + " spec.serving.requestLog says, except with --plan.")
  private @Nullable Path folder;

  @Option(
      names = "--log-sample",
      paramLabel = "SHARE",
      description = "Share of the requests that is kept, 0 to 1; default: the run's, else 1.")
  private Optional<Double> sample = Optional.empty();

  @Option(
      names = "--log-redact",
      paramLabel = "REGEX",
      description = "What it matches (RE2) is kept as [redacted]; may be repeated.")
  private List<String> redactions = new ArrayList<>();

  /** What a run asks for where no option does: a policy, and the folder of its table. */
  record Wish(RequestLogPolicy policy, Path folder) {}

  /**
   * The log, if one was asked for.
   *
   * @param wish of the run; each option goes before it
   * @param copies of the run's tables
   * @param notes for people, from any thread
   */
  Optional<RequestLog> open(
      Optional<Wish> wish, Optional<TableCopies> copies, Consumer<String> notes) {
    Path wanted = folder == null ? wish.map(Wish::folder).orElse(null) : folder;
    if (wanted == null) {
      if (sample.isPresent() || !redactions.isEmpty()) {
        throw StageFailure.wrong(
            "--log-sample and --log-redact need --log-requests DIR, or a run with"
                + " spec.serving.requestLog");
      }
      return Optional.empty();
    }
    Optional<RequestLogPolicy> policy = wish.map(Wish::policy);
    double share = sample.or(() -> policy.map(RequestLogPolicy::sample)).orElse(1.0);
    List<String> expressions =
        redactions.isEmpty() ? policy.map(RequestLogPolicy::redact).orElse(List.of()) : redactions;
    UnaryOperator<String> redaction = Redaction.of(expressions);
    return Optional.of(
        RequestLog.open(
            wanted,
            share,
            redaction,
            EVERY,
            notes,
            copies.flatMap(there -> there.requests(wanted))));
  }
}
