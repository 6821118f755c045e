package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageProgress;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stages of a plan as processes of their own, as a cluster starts, interrupts and resumes them.
 */
@Timeout(1200)
class StageIT {
  private static final int STEPS = 24;

  /** Each process speaks where the one before it did. */
  private static final String SAID = "stage";

  private static final String[] SMALL = {
    "training.steps=" + STEPS,
    "rollout.batchSize=16",
    "rollout.maxNewTokens=16",
    "algorithm.overrides.referenceNormalise=false",
    "algorithm.overrides.miniBatchSize=16",
    "prompts.heldOut=60",
    "evaluation.samples=2"
  };

  private final Path folder;
  private final Workspace workspace;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Processes processes;

  StageIT(@TempDir Path folder) {
    this.folder = folder;
    this.processes = new Processes(folder);
    this.workspace = new Workspace(folder.resolve("workspace"));
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @Test
  void carriesARunFromStageToStageThroughInterruptions() throws Exception {
    Documents documents = Documents.parse(Map.of("run.yaml", Shell.example()), List.of(SMALL));
    RunPlan plan =
        RunPlanner.plan(documents).orElseThrow(all -> new AssertionError(all.toString()));
    Files.writeString(folder.resolve("run.json"), PlanJson.write(plan));
    Files.writeString(
        folder.resolve("judge.json"),
        PlanJson.write(
            RunPlanner.judge(documents, Optional.empty())
                .orElseThrow(all -> new AssertionError(all.toString()))));

    servesAModelByItself();
    assertThat(Processes.end(stage("judge", "judge.json", 0))).isZero();
    assertThat(report().reason()).isEqualTo(Reason.VALIDATED);
    assertThat(Processes.end(stage("prompts", "run.json", 0))).isZero();
    assertThat(report().message()).contains("60 held out");

    interruptedTrainingGoesOn();
    interruptedEvaluationGoesOn();
    servesFromAWorkspaceThatIsOnlyRead();
  }

  @Test
  void carriesPairsThroughInterruptions() throws Exception {
    List<String> sets = new ArrayList<>(List.of(SMALL));
    sets.add("algorithm={type: DPO, overrides: {learningRate: 0.001}}");
    RunPlan plan =
        RunPlanner.plan(Documents.parse(Map.of("run.yaml", Shell.example()), sets))
            .orElseThrow(all -> new AssertionError(all.toString()));
    Files.writeString(folder.resolve("run.json"), PlanJson.write(plan));
    assertThat(Processes.end(stage("prompts", "run.json", 0))).isZero();

    int port = freePort();
    Process pairing = stage("pairs", "run.json", port);
    assertThat(progress(pairing, port, 300).totalSteps()).isEqualTo(4 * 400);
    pairing.destroy(); // SIGTERM
    assertThat(Processes.end(pairing)).isEqualTo(75);
    assertThat(report().reason()).isEqualTo(Reason.INTERRUPTED);
    List<String> kept = Files.readAllLines(workspace.pairAnswers());
    assertThat(kept).hasSizeBetween(1 + 64, 400);

    assertThat(Processes.end(stage("pairs", "run.json", 0))).as(processes.said(SAID)).isZero();
    assertThat(Files.readAllLines(workspace.pairAnswers()))
        .hasSize(1 + 400)
        .startsWith(kept.toArray(String[]::new));
    StageReport paired = report();
    assertThat(paired.message()).matches("\\d+ pairs of 400, mean margin 0\\.\\d\\d; .*");
    assertThat(Processes.end(stage("pairs", "run.json", 0))).isZero();
    assertThat(report()).as("a finished stage reports what it found").isEqualTo(paired);

    Process training = stage("train", "run.json", port);
    TrainingStatus seen = progress(training, port, 2);
    assertThat(seen.metrics()).extracting(metric -> metric.name()).contains("margin_mean");
    training.destroy();
    assertThat(Processes.end(training)).isEqualTo(75);
    assertThat(Objects.requireNonNull(report().checkpoint()).step()).isBetween(2L, STEPS - 1L);
    assertThat(Processes.end(stage("train", "run.json", 0))).isZero();
    assertThat(report().training()).isNotNull().returns((long) STEPS, TrainingStatus::step);
  }

  private void interruptedTrainingGoesOn() throws Exception {
    int port = freePort();
    Process training = stage("train", "run.json", port);
    TrainingStatus seen = progress(training, port, 2);
    assertThat(seen.totalSteps()).isEqualTo(STEPS);
    assertThat(seen.estimatedRemainingSeconds()).isNotNull();
    assertThat(seen.metrics()).extracting(metric -> metric.name()).contains("reward_mean");
    training.destroy(); // SIGTERM

    assertThat(Processes.end(training)).isEqualTo(75);
    StageReport stopped = report();
    assertThat(stopped.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(stopped.reason()).isEqualTo(Reason.INTERRUPTED);
    long step = Objects.requireNonNull(stopped.checkpoint()).step();
    assertThat(step).isBetween(2L, STEPS - 1L);
    assertThat(workspace.checkpoint((int) step)).isDirectory();

    assertThat(Processes.end(stage("train", "run.json", 0))).isZero();
    assertThat(processes.said(SAID)).contains("resumes after step " + step + " of " + STEPS);
    StageReport done = report();
    assertThat(done.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(done.training()).isNotNull().returns((long) STEPS, TrainingStatus::step);
    assertThat(done.checkpoint()).isNotNull().returns((long) STEPS, at -> at.step());

    assertThat(Processes.end(stage("train", "run.json", 0))).isZero();
    assertThat(report()).as("a finished stage reports what it found").isEqualTo(done);
  }

  private void interruptedEvaluationGoesOn() throws Exception {
    int port = freePort();
    Process evaluation = stage("evaluate", "run.json", port);
    TrainingStatus seen = progress(evaluation, port, 20);
    assertThat(seen.totalSteps()).isEqualTo(2 * 3 * 60);
    evaluation.destroy();

    assertThat(Processes.end(evaluation)).isEqualTo(75);
    assertThat(report().reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(Files.readAllLines(workspace.evaluationAnswers())).hasSizeGreaterThan(20);

    assertThat(Processes.end(stage("evaluate", "run.json", 0))).isZero();
    StageReport verdict = report();
    assertThat(verdict.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(verdict.reason()).isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(verdict.evaluation())
        .isNotNull()
        .returns(false, status -> status.passed())
        .returns(60, status -> status.prompts())
        .satisfies(status -> assertThat(status.summary()).matches("\\d+ -> \\d+ of 60"))
        .satisfies(status -> assertThat(status.failedGates()).isNotEmpty());
    assertThat(workspace.evaluationAnswers()).doesNotExist();
  }

  private void servesFromAWorkspaceThatIsOnlyRead() throws Exception {
    List<String> before = files();
    String[] serve = {
      "serve", "--plan", folder.resolve("run.json").toString(), "-w", workspace.root().toString()
    };
    assertThat(Processes.end(processes.start(SAID, serve))).isEqualTo(42);
    assertThat(processes.said(SAID)).contains("the evaluation rejected the run");

    int port = freePort();
    Process serving =
        processes.start(
            SAID,
            Stream.concat(Stream.of(serve), Stream.of("--force", "--port", port + ""))
                .toArray(String[]::new));
    awaitReady(serving, port);
    assertThat(get(port, "/v1/models"))
        .contains("\"vegetarian-small\"", "\"vegetarian-small-base\"");
    serving.destroy();
    assertThat(serving.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(files()).isEqualTo(before);
  }

  private void servesAModelByItself() throws Exception {
    int port = freePort();
    Process serving =
        processes.start(
            SAID,
            "serve",
            "--model",
            "bundled://models/food-small",
            "--name",
            "j",
            "--port",
            port + "");
    awaitReady(serving, port);
    assertThat(get(port, "/v1/models")).contains("\"j\"").doesNotContain("base");
    serving.destroy();
    assertThat(serving.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitReady(Process serving, int port) throws Exception {
    while (serving.isAlive()) {
      try {
        if (get(port, "/readyz").equals("ok\n")) {
          return;
        }
      } catch (IOException notListeningYet) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError(processes.said(SAID));
  }

  /** What the stage tells once it has done so many units of work. */
  private TrainingStatus progress(Process stage, int port, long units) throws Exception {
    while (stage.isAlive()) {
      try {
        var now = PlanJson.read(get(port, "/progress"), StageProgress.class).training();
        if (now != null && Objects.requireNonNull(now.step()) >= units) {
          return now;
        }
      } catch (IOException notListeningYet) {
        assertThat(stage.isAlive()).as(processes.said(SAID)).isTrue();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("ended too early: " + processes.said(SAID));
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private Process stage(String name, String plan, int port) throws IOException {
    Files.deleteIfExists(folder.resolve("report"));
    return processes.start(
        SAID,
        "stage",
        name,
        "--plan",
        folder.resolve(plan).toString(),
        "--workspace",
        workspace.root().toString(),
        "--report",
        folder.resolve("report").toString(),
        "--progress-host",
        "127.0.0.1",
        "--progress-port",
        Integer.toString(port));
  }

  private StageReport report() throws IOException {
    Path file = folder.resolve("report");
    assertThat(file).as(processes.said(SAID)).exists();
    assertThat(Files.size(file)).isLessThanOrEqualTo(StageReport.MAX_BYTES);
    return StageReport.read(Files.readString(file)).orElseThrow();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(workspace.root())) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
