package dev.rlaif.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Mlflow;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.copy.TableCopier;
import dev.rlaif.trainer.tracking.Hyperparameters;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.MlflowRun;
import dev.rlaif.trainer.tracking.RunId;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The run on the MLflow server, and in the object store, that its document names; where it names
 * none nothing happens.
 */
final class TrackedRun implements AutoCloseable {
  /** How long the end of a stage waits for a server that is slow or down. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String BEARER = "Bearer ";

  private final Workspace workspace;
  private final Optional<MlflowRun> mlflow;
  private final Optional<TableCopier> answers;

  private TrackedRun(
      Workspace workspace, Optional<MlflowRun> mlflow, Optional<TableCopier> answers) {
    this.workspace = workspace;
    this.mlflow = mlflow;
    this.answers = answers;
  }

  /**
   * @param environment where the server's token and the store's keys are looked up
   * @param notes for people, from any thread
   */
  static TrackedRun open(
      RunPlan plan, Workspace workspace, Map<String, String> environment, Consumer<String> notes) {
    Optional<Mlflow> server = Optional.ofNullable(plan.spec().tracking().mlflow());
    return new TrackedRun(
        workspace,
        server.map(
            mlflow ->
                MlflowRun.open(settings(mlflow, plan, workspace, environment), PATIENCE, notes)),
        new TableCopies(plan, workspace, environment, notes).answers());
  }

  private static MlflowRun.Settings settings(
      Mlflow server, RunPlan plan, Workspace workspace, Map<String, String> environment) {
    SecretReference secret = server.tokenSecretRef();
    ApiKey key =
        secret == null ? ApiKey.none() : ApiKey.secret(secret.name(), secret.key(), environment);
    Map<String, String> params = new LinkedHashMap<>();
    Hyperparameters.of(plan).forEach((name, value) -> params.put(name, String.valueOf(value)));
    return new MlflowRun.Settings(
        server.uri(),
        key.authorization().map(header -> header.substring(BEARER.length())),
        server.experiment(),
        plan.name(),
        RunId.of(workspace.runId()),
        params,
        workspace.metrics());
  }

  void step(StepMetrics metrics) {
    mlflow.ifPresent(run -> run.step(metrics));
  }

  /** The table of answers has more than before. */
  void saved() {
    answers.ifPresent(TableCopier::follow);
  }

  /** A validation between two steps. */
  void validated(StepMetrics metrics) {
    mlflow.ifPresent(run -> run.extra(metrics));
  }

  /** The run is evaluated. */
  void finish(StageReport evaluated) {
    mlflow.ifPresent(
        run -> {
          run.extra(results(evaluated));
          run.finish(artifacts());
        });
  }

  @Override
  public void close() {
    mlflow.ifPresent(MlflowRun::close);
    answers.ifPresent(TableCopier::close);
  }

  /** Every number of the report, such as {@code evaluation/tuned/violations}. */
  private StepMetrics results(StageReport evaluated) {
    List<StepMetrics> steps = MetricsLog.read(workspace.metrics());
    long last = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).step();
    Map<String, Double> numbers = new LinkedHashMap<>();
    try {
      JsonNode report = new ObjectMapper().readTree(PlanJson.write(evaluated));
      collect("evaluation", report.path("evaluation"), numbers);
    } catch (IOException e) {
      throw new IllegalStateException("a report is no JSON", e);
    }
    return new StepMetrics(last, numbers);
  }

  /** Decimals of a status are texts. */
  private static void collect(String name, JsonNode value, Map<String, Double> numbers) {
    value
        .properties()
        .forEach(field -> collect(name + "/" + field.getKey(), field.getValue(), numbers));
    String text = value.asText();
    if (value.isNumber() || text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      numbers.put(name, Double.parseDouble(text));
    } else if (value.isBoolean()) {
      numbers.put(name, value.booleanValue() ? 1.0 : 0.0);
    }
  }

  private Map<String, Path> artifacts() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path place : List.of(workspace.plan(), workspace.evaluation(), workspace.adapter())) {
      try (Stream<Path> found = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
        found
            .filter(Files::isRegularFile)
            .forEach(file -> files.put(workspace.root().relativize(file).toString(), file));
      } catch (IOException e) {
        throw StageFailure.environment(
            place + " cannot be read: " + e + "; check the workspace's volume", e);
      }
    }
    return files;
  }
}
