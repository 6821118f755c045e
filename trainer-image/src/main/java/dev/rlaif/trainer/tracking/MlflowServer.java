package dev.rlaif.trainer.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * An MLflow tracking server, spoken to by its own client. Files are the exception: the client
 * starts the Python program for them, so they go to the server's REST endpoint for artifacts.
 *
 * @see <a href="https://mlflow.org/docs/latest/rest-api.html">REST API</a>
 */
final class MlflowServer implements AutoCloseable {
  /** What the server takes in one request. */
  private static final int METRICS_OF_A_BATCH = 1000;

  /** Of artifacts that the server takes itself, instead of naming a store to write to. */
  private static final String THROUGH_THE_SERVER = "mlflow-artifacts";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String uri;
  private final Optional<String> token;
  private final MlflowClient client;
  private final OkHttpClient http =
      new OkHttpClient.Builder().callTimeout(PATIENCE.multipliedBy(10)).build();

  /**
   * @param token that requests are made with
   */
  MlflowServer(String uri, Optional<String> token) {
    this.uri = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    this.token = token;
    this.client =
        new MlflowClient(
            token
                .map(value -> new BasicMlflowHostCreds(this.uri, value))
                .orElseGet(() -> new BasicMlflowHostCreds(this.uri)));
  }

  /**
   * Finds a run by its tags, or begins it; its experiment is made where it is missing.
   *
   * @param tag whose value no other run has
   * @return the id that the server gave it
   */
  String run(String experiment, String name, String tag, String value) {
    String id =
        client
            .getExperimentByName(experiment)
            .map(found -> found.getExperimentId())
            .orElseGet(() -> client.createExperiment(experiment));
    List<RunInfo> there = client.searchRuns(List.of(id), "tags.`%s` = '%s'".formatted(tag, value));
    if (!there.isEmpty()) {
      return there.get(0).getRunId();
    }
    CreateRun run =
        CreateRun.newBuilder()
            .setExperimentId(id)
            .setRunName(name)
            .setStartTime(System.currentTimeMillis())
            .addTags(RunTag.newBuilder().setKey(tag).setValue(value))
            .build();
    return client.createRun(run).getRunId();
  }

  /** Parameters may be said again if they are the same. */
  void params(String run, Map<String, String> params) {
    List<Param> all = new ArrayList<>();
    params.forEach((key, value) -> all.add(Param.newBuilder().setKey(key).setValue(value).build()));
    client.logBatch(run, List.of(), all, List.of());
  }

  /**
   * Numbers that are not finite are left out. Those of one step go together, so that the last step
   * that the server knows is whole.
   */
  void metrics(String run, Collection<StepMetrics> steps) {
    List<Metric> some = new ArrayList<>();
    for (StepMetrics step : steps) {
      List<Metric> metrics = metrics(step);
      if (some.size() + metrics.size() > METRICS_OF_A_BATCH) {
        client.logBatch(run, some, List.of(), List.of());
        some.clear();
      }
      some.addAll(metrics);
    }
    if (!some.isEmpty()) {
      client.logBatch(run, some, List.of(), List.of());
    }
  }

  private static List<Metric> metrics(StepMetrics step) {
    List<Metric> metrics = new ArrayList<>();
    step.values()
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                metrics.add(metric(name, value, step.step()));
              }
            });
    return metrics;
  }

  private static Metric metric(String name, double value, long step) {
    return Metric.newBuilder()
        .setKey(name)
        .setValue(value)
        .setStep(step)
        .setTimestamp(System.currentTimeMillis())
        .build();
  }

  /** The last step that the server has metrics of; 0 where it has none. */
  long lastStep(String run) {
    return client.getRun(run).getData().getMetricsList().stream()
        .mapToLong(Metric::getStep)
        .max()
        .orElse(0);
  }

  void finished(String run) {
    client.setTerminated(run, RunStatus.FINISHED);
  }

  /**
   * Stores a file with the run.
   *
   * @param path that it gets there
   * @return whether the server takes files
   */
  boolean artifact(String run, String path, Path file) {
    Optional<String> store = artifactsOf(run);
    if (store.isEmpty()) {
      return false;
    }
    HttpUrl place =
        HttpUrl.get(uri + "/api/2.0/mlflow-artifacts/artifacts")
            .newBuilder()
            .addPathSegments(store.get())
            .addPathSegments(path)
            .build();
    Request.Builder request =
        new Request.Builder().url(place).put(RequestBody.create(file.toFile(), null));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try (Response response = http.newCall(request.build()).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException(place + " answered " + response.code());
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the server keeps the files of a run, below its endpoint for them. */
  private Optional<String> artifactsOf(String run) {
    URI place = URI.create(client.getRun(run).getInfo().getArtifactUri());
    return THROUGH_THE_SERVER.equals(place.getScheme())
        ? Optional.of(place.getPath().substring(1))
        : Optional.empty();
  }

  @Override
  public void close() {
    client.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
