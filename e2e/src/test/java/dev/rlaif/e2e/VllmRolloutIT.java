package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The real vLLM answers for a SmolLM2 that is trained meanwhile, one step behind. */
class VllmRolloutIT {
  private static final int STEPS = 3;
  private static final int ANSWERS = 4;
  private static final Pattern PROOF =
      Pattern.compile("moves log-probabilities by ([0-9.]+) nats a token it is within ([0-9.]+)");

  @Test
  void trainsOnItsAnswersAndBringsItEveryVersion() throws IOException, InterruptedException {
    Vllm vllm = Vllm.shared();
    Workspace workspace = FinishedRun.freshWorkspace("vllm-rollout");
    for (String stage : List.of("prompts", "train")) {
      Rlaif.Ended ended = Rlaif.run(command(stage, workspace, vllm));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
      if (stage.equals("train")) {
        Matcher proof = PROOF.matcher(ended.output());
        assertThat(proof.find()).as(ended.output()).isTrue();
        assertThat(Double.parseDouble(proof.group(1))).isGreaterThan(0.1);
        assertThat(Double.parseDouble(proof.group(2))).isLessThan(1e-3);
      }
    }

    List<StepMetrics> metrics = MetricsLog.read(workspace.metrics());
    assertThat(metrics)
        .extracting(step -> step.get("staleness/max").orElseThrow())
        .containsExactly(0.0, 1.0, 1.0);
    assertThat(metrics.get(0).get("mismatch/logp_diff_max").orElseThrow()).isBetween(0.0, 1e-2);
    assertThat(metrics.get(1).get("ppo/optimiser_steps").orElseThrow()).isPositive();
    for (int step = 1; step <= STEPS; step++) {
      assertThat(new RolloutLog(workspace.rollouts()).read(step))
          .hasSize(ANSWERS)
          .extracting(RolloutRow::adapterVersion)
          .containsOnly(Math.max(0L, step - 2L));
    }
    assertThat(models(vllm)).doesNotContain("vegetarian");
    assertThat(workspace.servedAdapters()).isEmptyDirectory();
    assertThat(workspace.adapter().resolve("adapter_model.safetensors")).isNotEmptyFile();
  }

  private static String models(Vllm vllm) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(vllm.url() + "/models")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String[] command(String stage, Workspace workspace, Vllm vllm) throws IOException {
    Path examples = Checkout.ROOT.resolve("examples");
    List<String> all = Files.readAllLines(examples.resolve("vegetarian/train.jsonl"));
    Path prompts = Files.createDirectories(workspace.root()).resolveSibling("vllm-rollout.jsonl");
    Files.write(prompts, all.subList(0, 2 * ANSWERS));
    return new String[] {
      stage,
      "-f",
      "examples/vegetarian-small.yaml",
      "--workspace",
      workspace.root().toString(),
      "--set",
      "model.uri=" + examples.resolve("models/smollm2/SmolLM2-135M-Instruct"),
      "--set",
      "prompts.files=[{uri: '%s'}, {uri: 'bundled://vegetarian/heldout.jsonl', split: heldOut}]"
          .formatted(prompts),
      "--set",
      "lora.rank=8",
      "--set",
      "algorithm.overrides={learningRate: 1.0e-4, miniBatchSize: 2, warmUpSteps: 0, criticWarmUpSteps: 0, referenceNormalise: false}",
      "--set",
      "training.steps=" + STEPS,
      "--set",
      "rollout={engine: vllm, vllm: {urls: ['%s']}, maxStaleness: 1, batchSize: %d, maxNewTokens: 8, maxPromptTokens: 128}"
          .formatted(vllm.url(), ANSWERS)
    };
  }
}
