package dev.rlaif.trainer.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.cli.Shell;
import dev.rlaif.trainer.hub.HubServer;
import dev.rlaif.trainer.run.SilentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every end of a stage has an exit code and a report that say the same. */
@Timeout(120)
class StageProcessTest {
  private final Path planFile;
  private final Workspace workspace;
  private final Path reportFile;
  private final SilentLog log = new SilentLog();
  private final Map<String, String> environment = new HashMap<>(Shell.ENVIRONMENT);

  StageProcessTest(@TempDir Path folder) {
    planFile = folder.resolve("plan.json");
    workspace = new Workspace(folder.resolve("workspace"));
    reportFile = folder.resolve("termination-log");
  }

  private static Documents documents(String... sets) throws IOException {
    return Documents.parse(Map.of("run.yaml", Shell.example()), List.of(sets));
  }

  private RunPlan plan(String... sets) throws IOException {
    RunPlan plan =
        RunPlanner.plan(documents(sets))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    Files.writeString(planFile, PlanJson.write(plan));
    return plan;
  }

  private int run(StageName stage) {
    var places = new DoorPlaces(planFile, workspace, reportFile, "127.0.0.1", 0);
    return new StageProcess(stage, places, environment, log).run();
  }

  private StageReport report() throws IOException {
    return StageReport.read(Files.readString(reportFile)).orElseThrow();
  }

  private void failed(StageName stage, int exit, Reason reason, String... said) throws IOException {
    assertThat(run(stage)).isEqualTo(exit);
    assertThat(report().stage()).isEqualTo(stage);
    assertThat(report().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report().reason()).isEqualTo(reason);
    assertThat(report().message()).contains(said);
  }

  @Test
  void theProofOfAJudge() throws IOException {
    var plan =
        RunPlanner.judge(documents(), Optional.empty())
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    Files.writeString(planFile, PlanJson.write(plan));

    assertThat(run(StageName.JUDGE)).isZero();

    assertThat(report().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(report().reason()).isEqualTo(Reason.VALIDATED);
    assertThat(report().hash()).isEqualTo(plan.judge().hash());
    assertThat(report().validation())
        .isNotNull()
        .returns(true, status -> status.passed())
        .returns(plan.judge().hash(), status -> status.hash());
    assertThat(workspace.root()).as("a judge needs no workspace").doesNotExist();
  }

  @Test
  void promptsAreMadeOnceAndReportedAgain() throws IOException {
    RunPlan plan = plan();
    assertThat(run(StageName.PROMPTS)).isZero();
    StageReport first = report();
    assertThat(first.reason()).isEqualTo(Reason.COMPLETED);
    assertThat(first.hash()).isEqualTo(plan.hash());
    assertThat(first.message()).matches("\\d+ prompts to train on, 100 held out; \\d+ read, .*");
    var made = Files.getLastModifiedTime(workspace.trainPrompts());

    assertThat(run(StageName.PROMPTS)).isZero();

    assertThat(report()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(workspace.trainPrompts())).isEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROMPTS | rollout.engine=vllm | spec.rollout.engine is vllm: no server",
        "TRAIN | model.uri=s3://bucket/model | object stores are not read yet",
        "PAIRS | training.steps=1 | pairs are made for DPO only",
        "SERVE | training.steps=1 | rlaif serve --plan",
        "MODEL | training.steps=1 | only hf:// is downloaded",
        "EVALUATE | training.steps=1 | train first",
        "TRAIN | training.steps=1 | has no prompts yet",
        "JUDGE | training.steps=1 | is no JSON of JudgeCheckPlan",
      })
  void whatCannotBeCarriedOutIsNotTriedAgain(StageName stage, String set, String said)
      throws IOException {
    plan(set.split(";", -1));
    failed(stage, 42, Reason.PLAN_INVALID, said);
  }

  @Test
  void wrongPromptsAreWrongData() throws IOException {
    Path file = Files.writeString(planFile.resolveSibling("questions.jsonl"), "{\"q\": 1}\n");
    String document = Shell.example().replace("bundled://vegetarian/train.jsonl", file.toString());
    RunPlan plan =
        RunPlanner.plan(Documents.parse(Map.of("run.yaml", document), List.of()))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    Files.writeString(planFile, PlanJson.write(plan));
    failed(StageName.PROMPTS, 42, Reason.DATA_INVALID, "questions.jsonl:1", "question");
  }

  @Test
  void aModelThatIsNotOne() throws IOException {
    Path empty = Files.createDirectories(planFile.resolveSibling("empty"));
    plan("model.uri=" + empty);
    assertThat(run(StageName.PROMPTS)).isZero();
    failed(StageName.TRAIN, 42, Reason.MODEL_INVALID, empty.toString());
  }

  @Test
  void aModelOfAHubIsTrainedOnceItIsDownloaded() throws IOException {
    plan(
        "model.uri=hf://org/name",
        "training.steps=1",
        "rollout.batchSize=16",
        "rollout.maxNewTokens=8",
        "algorithm.overrides.referenceNormalise=false");
    try (var hub = new HubServer()) {
      environment.put("HF_ENDPOINT", hub.url());
      for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
        hub.files.put(name, Files.readAllBytes(Shell.MODEL.resolve(name)));
      }
      hub.files.put(
          "tokenizer_config.json",
          Files.readAllBytes(Shell.MODEL.resolve("tokenizer_config.json")));
      assertThat(run(StageName.PROMPTS)).isZero();
      failed(StageName.TRAIN, 42, Reason.MODEL_INVALID, "run the model stage first");

      assertThat(run(StageName.MODEL)).isZero();
      assertThat(report().message()).matches("hf://org/name at commit [0-9a-f]{40}: 4 files, .*");
    }
    assertThat(run(StageName.TRAIN)).as(log.said.toString()).isZero();
    assertThat(report().training()).isNotNull().returns(1L, training -> training.step());
    assertThat(workspace.adapter()).isDirectory();
  }

  @Test
  void aPlanThatIsNoneAndOneThatIsNotThere() throws IOException {
    failed(StageName.TRAIN, 1, Reason.STAGE_RETRYING, planFile.toString(), "mounted");
    Files.writeString(planFile, "{\"name\": \"a\", \"colour\": \"red\"}");
    failed(StageName.TRAIN, 42, Reason.PLAN_INVALID, planFile.toString(), "same version");
  }

  @Test
  void aWorkspaceOfAnotherPlanIsLeftAlone() throws IOException {
    plan("training.seed=7");
    assertThat(run(StageName.PROMPTS)).isZero();
    Files.createDirectories(workspace.adapter());
    plan("training.seed=8");
    failed(StageName.TRAIN, 42, Reason.PLAN_INVALID, "another plan", "spec.storage.subPath");
  }
}
