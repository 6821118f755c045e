package dev.rlaif.operator.cli;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.JudgeSnapshot;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.ServingStatus;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ViewerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run whole, for people. */
final class RunPage {
  private RunPage() {}

  static String of(JsonNode run, Instant now) {
    RlaifRunStatus status = StatusJson.of(run, RlaifRunStatus.class, RlaifRunStatus.NONE);
    JsonNode metadata = run.path("metadata");
    RunPhase phase = requireNonNullElse(status.phase(), RunPhase.PENDING);
    return new Page()
        .heading(
            "%s %s/%s: %s"
                .formatted(
                    RlaifRun.KIND,
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText(),
                    Page.word(phase)))
        .fact("model", run.path("spec").path("model").path("uri").asText())
        .fact("judge", judge(status.judge()))
        .fact("training", training(status.training()))
        .fact("figures", figures(status.training()))
        .fact("checkpoint", checkpoint(status.checkpoint(), now))
        .fact("evaluation", evaluation(status.evaluation()))
        .fact("serving", serving(status.serving()))
        .fact("page", page(status.viewer()))
        .table(stages(status.stages(), now))
        .conditions(status.conditions())
        .advice(status.conditions())
        .text();
  }

  private static @Nullable String judge(@Nullable JudgeSnapshot judge) {
    if (judge == null) {
      return null;
    }
    String accuracy = judge.accuracy() == null ? "" : ", accuracy " + judge.accuracy();
    return judge.name() + (judge.model() == null ? "" : " (" + judge.model() + ")") + accuracy;
  }

  private static @Nullable String training(@Nullable TrainingStatus training) {
    if (training == null || training.step() == null) {
      return null;
    }
    Long total = training.totalSteps();
    Integer percent = training.progressPercentage();
    Long rest = training.estimatedRemainingSeconds();
    return "step "
        + training.step()
        + (total == null ? "" : " of " + total)
        + (percent == null ? "" : ", " + percent + " %")
        + (rest == null || rest == 0 ? "" : ", about " + span(Duration.ofSeconds(rest)) + " to go");
  }

  private static @Nullable String figures(@Nullable TrainingStatus training) {
    return training == null
        ? null
        : training.metrics().stream().map(RunPage::figure).collect(Collectors.joining(", "));
  }

  private static String figure(Metric metric) {
    return metric.name() + " " + metric.value();
  }

  private static @Nullable String checkpoint(@Nullable CheckpointStatus checkpoint, Instant now) {
    if (checkpoint == null) {
      return null;
    }
    Instant time = checkpoint.time();
    return "after step "
        + checkpoint.step()
        + (time == null ? "" : ", " + span(Duration.between(time, now)) + " ago");
  }

  private static @Nullable String evaluation(@Nullable EvaluationStatus evaluation) {
    if (evaluation == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    add(parts, "violations ", evaluation.summary());
    add(parts, "improvement ", evaluation.improvement());
    if (evaluation.confidenceLow() != null && evaluation.confidenceHigh() != null) {
      parts.add("between " + evaluation.confidenceLow() + " and " + evaluation.confidenceHigh());
    }
    add(parts, "win rate ", evaluation.winRate());
    add(parts, "KL ", evaluation.kl());
    evaluation.failedGates().forEach(gate -> parts.add("missed: " + gate));
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + value);
    }
  }

  private static @Nullable String page(@Nullable ViewerStatus viewer) {
    if (viewer == null) {
      return null;
    }
    String board = viewer.tensorboardUrl();
    return viewer.url() + (board == null ? "" : ", TensorBoard " + board);
  }

  private static @Nullable String serving(@Nullable ServingStatus serving) {
    if (serving == null || serving.url() == null) {
      return null;
    }
    String model = serving.modelName() == null ? "" : " as " + serving.modelName();
    return serving.url() + model + ", " + requireNonNullElse(serving.readyReplicas(), 0) + " ready";
  }

  private static List<List<String>> stages(List<StageStatus> stages, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("STAGE", "STATE", "ATTEMPTS", "TIME", "REASON", "MESSAGE"));
    for (StageStatus stage : stages) {
      Integer attempts = stage.attempts();
      rows.add(
          List.of(
              stage.name(),
              Page.word(stage.state()),
              attempts == null ? "" : attempts.toString(),
              time(stage, now),
              Page.word(stage.reason()),
              requireNonNullElse(stage.message(), "")));
    }
    return rows;
  }

  private static String time(StageStatus stage, Instant now) {
    Instant start = stage.startTime();
    return start == null
        ? ""
        : span(Duration.between(start, requireNonNullElse(stage.completionTime(), now)));
  }

  /** The two largest units, as kubectl writes ages: {@code 2d3h}, {@code 1h20m}, {@code 45s}. */
  static String span(Duration time) {
    Duration span = time.isNegative() ? Duration.ZERO : time;
    if (span.toDays() > 0) {
      return span.toDays() + "d" + span.toHoursPart() + "h";
    }
    if (span.toHours() > 0) {
      return span.toHours() + "h" + span.toMinutesPart() + "m";
    }
    return span.toMinutes() > 0
        ? span.toMinutes() + "m" + span.toSecondsPart() + "s"
        : span.toSeconds() + "s";
  }
}
