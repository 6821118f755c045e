package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.tracking.MetricsLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training on two nodes: two processes of one Job, of which one is lost and comes again. */
@Timeout(600)
class NodesIT {
  private static final int STEPS = 6;
  private static final String[] SMALL = {
    "training={nodes: 2, gpus: 0, seed: 1, steps: %d, checkpoint: {everySteps: 2}}"
        .formatted(STEPS),
    "rollout.batchSize=16",
    "rollout.maxNewTokens=16",
    "algorithm.overrides.referenceNormalise=false",
    "algorithm.overrides.miniBatchSize=16",
    "algorithm.overrides.epochs=1"
  };

  private final Path folder;
  private final Workspace workspace;
  private final Processes processes;
  private final int port;

  NodesIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.workspace = new Workspace(folder.resolve("workspace"));
    this.processes = new Processes(folder);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  @Test
  void twoNodesTrainAsOneAndGoOnTogetherAfterALoss() throws Exception {
    RunPlan plan =
        RunPlanner.plan(Documents.parse(Map.of("run.yaml", Shell.example()), List.of(SMALL)))
            .orElseThrow(all -> new AssertionError(all.toString()));
    Files.writeString(folder.resolve("run.json"), PlanJson.write(plan));
    Process prompts = start("prompts", "prompts", Map.of());
    assertThat(Processes.end(prompts)).isZero();

    Process first = node(0);
    Process second = node(1);
    while (MetricsLog.read(workspace.metrics()).size() < 2 && first.isAlive()) {
      Thread.sleep(50);
    }
    second.destroyForcibly();
    assertThat(Processes.end(first)).as(processes.said("node-0")).isEqualTo(75);
    assertThat(report(0).reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(report(0).message()).contains("rank 1 was lost", "from the last checkpoint");
    int done = MetricsLog.read(workspace.metrics()).size();
    assertThat(done).isBetween(2, STEPS - 1);

    Process follower = node(1);
    Process leader = node(0);
    assertThat(Processes.end(leader)).as(processes.said("node-0")).isZero();
    assertThat(Processes.end(follower)).as(processes.said("node-1")).isZero();
    assertThat(report(0).message()).startsWith(STEPS + " of " + STEPS + " steps");
    assertThat(report(1).message()).contains("first node");
    assertThat(processes.said("node-0")).contains("2 ranks train together", "resumes after step");
    assertThat(workspace.adapter().resolve("adapter_model.safetensors")).exists();

    assertThat(Processes.end(node(1))).as("a pod that comes after the end").isZero();
  }

  private Process node(int index) throws IOException {
    return start(
        "train",
        "node-" + index,
        Map.of(
            StageDoor.RENDEZVOUS_VARIABLE,
            "127.0.0.1:" + port,
            StageDoor.NODE_VARIABLE,
            Integer.toString(index)));
  }

  private Process start(String stage, String name, Map<String, String> variables)
      throws IOException {
    return processes.start(
        name,
        variables,
        "stage",
        stage,
        "--plan",
        folder.resolve("run.json").toString(),
        "--workspace",
        workspace.root().toString(),
        "--report",
        folder.resolve(name + ".report").toString(),
        "--progress-host",
        "127.0.0.1",
        "--progress-port",
        "0");
  }

  private StageReport report(int index) throws IOException {
    Path file = folder.resolve("node-" + index + ".report");
    return StageReport.read(Files.readString(file)).orElseThrow();
  }
}
