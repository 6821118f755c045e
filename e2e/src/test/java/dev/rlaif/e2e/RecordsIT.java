package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.tracking.RolloutTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a run leaves behind, in the hands of deltalake, DuckDB, Spark, TensorBoard, MLflow and an
 * object store. Its training was killed five times; MLflow's server was down until the third, the
 * store until the second, and later it stood still for a while.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // made before all tests
class RecordsIT {
  private static final int KILLS = 5;
  private static final int STEPS = 60;
  private static final int ANSWERS = 8;
  private static final Path CLIENTS = Checkout.ROOT.resolve("e2e/clients");
  private static final String STORE = "s3://runs/food";
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");
  private static final ObjectMapper JSON = new ObjectMapper();

  private PythonEnvironment clients;
  private PythonServer mlflow;
  private PythonServer store;
  private Workspace workspace;

  @BeforeAll
  void aRunThatIsKilledAndFinished() throws IOException, InterruptedException {
    clients = PythonEnvironment.named("clients");
    workspace = FinishedRun.freshWorkspace("records");
    int port = PythonServer.freePort();
    int portOfStore = PythonServer.freePort();
    String[] command =
        command(
            "run",
            workspace,
            "tracking.mlflow={uri: \"http://127.0.0.1:%d\", experiment: food}".formatted(port),
            "tracking.objectStore={uri: \"%s\", endpoint: \"http://127.0.0.1:%d\"}"
                .formatted(STORE, portOfStore));
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill == 2) {
        store = startStore(portOfStore);
      }
      if (kill == 3) {
        mlflow = startMlflow(port);
        store.standStill();
      }
      kill(command, random);
      if (kill == 3) {
        store.goOn();
      }
    }
    Rlaif.Ended ended = Rlaif.run(KEYS, command);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output())
        .doesNotContain("has not heard everything", "has not got everything", "is not copied");
  }

  @AfterAll
  void stopServers() {
    for (PythonServer server : new PythonServer[] {mlflow, store}) {
      if (server != null) {
        server.close();
      }
    }
  }

  /** Some time after it made a step; every second step has a checkpoint. */
  private void kill(String[] command, Random random) throws InterruptedException {
    long before = steps();
    try (Rlaif.Running running = Rlaif.start(KEYS, command)) {
      running.until("a step", () -> steps() > before);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
      running.process().destroyForcibly().waitFor();
    }
  }

  private PythonServer startMlflow(int port) throws IOException, InterruptedException {
    Path folder = workspace.root().resolveSibling("mlflow").toAbsolutePath();
    PythonServer server =
        PythonServer.start(
            clients,
            folder,
            port,
            "mlflow",
            List.of(
                "server",
                "--backend-store-uri",
                "sqlite:///" + Files.createTempFile("mlflow", ".db"),
                "--artifacts-destination",
                Files.createTempDirectory("mlflow").toString(),
                "--workers",
                "1"));
    server.get("/health");
    return server;
  }

  /** It forgets everything when it ends, so it is never down once it has something. */
  private PythonServer startStore(int port) throws IOException, InterruptedException {
    PythonServer server =
        PythonServer.start(
            PythonEnvironment.named("s3"),
            workspace.root().resolveSibling("s3").toAbsolutePath(),
            port,
            "moto_server",
            List.of());
    server.get("/moto-api/");
    HttpRequest bucket =
        HttpRequest.newBuilder(URI.create(server.url() + "/runs"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(bucket, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
    return server;
  }

  @Test
  void theObjectStoreHasTheTableAsItIs() throws IOException, InterruptedException {
    JsonNode copy = seen("rows", STORE + "/train/table", store.url());
    assertThat(copy)
        .hasSize(STEPS * ANSWERS)
        .isEqualTo(seen("rows", workspace.rolloutTable().toString()));
  }

  @Test
  void theTableHasEveryAnswerOnceAndIsThatOfARunThatWasNeverKilled() throws IOException {
    Workspace whole = FinishedRun.freshWorkspace("records-whole");
    for (String stage : List.of("prompts", "train")) {
      Rlaif.Ended ended = Rlaif.run(command(stage, whole));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
    assertThat(rows(workspace)).hasSize(STEPS * ANSWERS).isEqualTo(rows(whole));
  }

  @Test
  void deltalakeAndDuckDbReadTheTable() throws IOException, InterruptedException {
    JsonNode seen = seen("table", workspace.rolloutTable().toString());
    assertThat(seen.path("rows").asInt()).isEqualTo(STEPS * ANSWERS);
    assertThat(seen.path("steps")).hasSize(STEPS);
    assertThat(seen.path("steps"))
        .allSatisfy(
            step -> {
              assertThat(step.get(1).asInt()).isEqualTo(ANSWERS);
              assertThat(step.get(2).asInt()).isEqualTo(ANSWERS);
            });
    assertThat(seen.path("partitions").toString()).isEqualTo("[\"run\",\"steps_from\"]");
    assertThat(seen.path("undocumented")).isEmpty();
    assertThat(seen.path("rowsOfStep2").asInt()).isEqualTo(ANSWERS);
    assertThat(seen.path("meanProbability").asDouble()).isBetween(0.0, 1.0);
  }

  /** In {@code target/delta-spark} Maven puts Delta's jars for Spark. */
  @Test
  void sparkReadsTheSameRowsAsDeltalake() throws IOException, InterruptedException {
    PythonEnvironment spark = PythonEnvironment.named("spark");
    String table = workspace.rolloutTable().toAbsolutePath().toString();
    String jars = Path.of("target", "delta-spark").toAbsolutePath().toString();
    JsonNode seen = last(spark.run(CLIENTS, "python", List.of("-B", "spark.py", jars, table)));
    assertThat(seen.path("rows")).hasSize(STEPS * ANSWERS).isEqualTo(seen("rows", table));
    assertThat(seen.path("steps"))
        .hasSize(STEPS)
        .allSatisfy(step -> assertThat(step.get(2).asInt()).isEqualTo(ANSWERS));
  }

  @Test
  void theExportIsParquetInOrder() throws IOException, InterruptedException {
    Path file = workspace.root().resolve("answers.parquet").toAbsolutePath();
    Rlaif.Ended ended =
        Rlaif.run(
            "export",
            "--workspace",
            workspace.root().toString(),
            "--format",
            "parquet",
            "--step",
            "3..5",
            "--out",
            file.toString());
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    JsonNode seen = seen("parquet", file.toString());
    assertThat(seen.path("rows").asInt()).isEqualTo(3 * ANSWERS);
    assertThat(seen.path("ordered").get(ANSWERS + 1).toString()).isEqualTo("[4,1]");
  }

  @Test
  void tensorBoardShowsEverythingWithoutAWarning() throws IOException, InterruptedException {
    JsonNode seen = seen("events", workspace.events().toString());
    assertThat(seen.path("steps").toString())
        .isEqualTo(LongStream.rangeClosed(1, STEPS).boxed().toList().toString().replace(" ", ""));
    assertThat(seen.path("texts")).hasSize(4);

    try (PythonServer server =
        PythonServer.start(
            clients,
            workspace.root().resolveSibling("tensorboard").toAbsolutePath(),
            PythonServer.freePort(),
            "tensorboard",
            List.of("--logdir", workspace.train().toAbsolutePath().toString()))) {
      until(server, "/data/plugin/scalars/tags", "objective/kl");
      until(server, "/data/plugin/histograms/tags", "env/reward_dist");
      until(server, "/data/plugin/text/tags", "answers");
      String scalars = server.get("/data/plugin/scalars/scalars?run=events&tag=objective%2Fkl");
      assertThat(JSON.readTree(scalars)).hasSize(STEPS);
      assertThat(server.get("/data/plugin/histograms/histograms?run=events&tag=env%2Freward_dist"))
          .startsWith("[[");
      assertThat(server.get("/data/plugin/text/text?run=events&tag=answers")).contains("<strong>");
      assertThat(
              server.get(
                  "/data/plugin/hparams/experiment?request=%7B%22experimentName%22%3A%22%22%7D"))
          .contains("learning_rate", "env/reward_mean");
      assertThat(Files.readString(server.log())).doesNotContainIgnoringCase("warn", "error");
    }
  }

  @Test
  void mlflowHasOneRunWithEveryStepAndItsResults() throws IOException, InterruptedException {
    JsonNode seen = seen("mlflow", mlflow.url(), "food");
    assertThat(seen.path("runs").asInt()).isEqualTo(1);
    assertThat(seen.path("name").asText()).isEqualTo("vegetarian-small");
    assertThat(seen.path("status").asText()).isEqualTo("FINISHED");
    assertThat(seen.path("params").path("algorithm").asText()).isEqualTo("PPO");
    assertThat(texts(seen.path("metrics")))
        .contains("env/reward_mean", "evaluation/tuned/violations", "evaluation/passed");
    assertThat(seen.path("steps").toString())
        .isEqualTo(LongStream.rangeClosed(1, STEPS).boxed().toList().toString().replace(" ", ""));
    assertThat(texts(seen.path("artifacts")))
        .contains(
            "plan.json",
            "evaluation/report.json",
            "evaluation/report.html",
            "adapter/adapter_model.safetensors");
  }

  private static void until(PythonServer server, String path, String shown)
      throws IOException, InterruptedException {
    for (int second = 0; second < 120 && !server.get(path).contains(shown); second++) {
      TimeUnit.SECONDS.sleep(1);
    }
    assertThat(server.get(path)).contains(shown);
  }

  private JsonNode seen(String what, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-B", "records.py", what));
    all.addAll(List.of(arguments));
    return last(clients.run(CLIENTS, "python", all));
  }

  /** What a client says in the end. */
  private static JsonNode last(Rlaif.Ended ended) throws IOException {
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return JSON.readTree(ended.output().strip().lines().reduce("", (a, b) -> b));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<ObjectNode> rows(Workspace of) {
    return RolloutTable.read(of.rolloutTable(), 1, Long.MAX_VALUE)
        .orElseThrow()
        .flatMap(List::stream)
        // the time that a request took is no result
        .peek(row -> row.remove("judge_latency_ms"))
        .toList();
  }

  private long steps() {
    try {
      return Files.exists(workspace.metrics())
          ? Files.readString(workspace.metrics()).chars().filter(c -> c == '\n').count()
          : 0;
    } catch (IOException e) {
      return 0; // replaced at this moment
    }
  }

  private static String[] command(String command, Workspace of, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "-f",
                "examples/vegetarian-small.yaml",
                "--workspace",
                of.root().toString(),
                "--set",
                "training.steps=" + STEPS,
                "--set",
                "training.checkpoint.everySteps=2",
                "--set",
                "rollout.batchSize=" + ANSWERS));
    for (String set : sets) {
      all.addAll(List.of("--set", set));
    }
    return all.toArray(String[]::new);
  }
}
