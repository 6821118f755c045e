package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.prompt.PromptsStage;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real training steps on questions that a real server writes meanwhile. */
@Timeout(600)
class StreamedTrainingIT extends FoodRunCase {
  private static final int STEPS = 6;

  /** A question that follows from the request's seed alone. */
  private static final ScriptedServer.Act WRITER =
      (exchange, request) ->
          ScriptedServer.says(
                  "{\"question\": \"What can I cook with %d eggs?\"}"
                      .formatted(request.path("seed").asLong()))
              .answer(exchange, request);

  private static RunPlan plan(ScriptedServer server, int steps) {
    return FoodRun.plan(
        Preset.TRL_0_8_6,
        steps,
        "algorithm.overrides.epochs=1",
        "algorithm.overrides.miniBatchSize=64",
        "rollout.batchSize=64",
        "rollout.maxNewTokens=2",
        "prompts.heldOut=10",
        "prompts.files=[{uri: 'bundled://vegetarian/heldout.jsonl', split: heldOut}]",
        "prompts.generate={count: 370, when: WhileTraining, topics: [eggs, rice],"
            + " systemPrompt: Ask, endpoint: {url: '"
            + server.url()
            + "', model: writer, retries: 0, timeoutSeconds: 2, sampleDeadlineSeconds: 2, outageLimitSeconds: 1}}");
  }

  private Workspace prepared(String name, RunPlan plan) {
    var workspace = workspace(name);
    new PromptsStage(food.writers(), (done, of) -> {}, StopSignal.NEVER)
        .run(plan.spec().prompts(), workspace);
    return workspace;
  }

  private static List<String> questions(Workspace workspace, int steps) {
    List<String> questions = new ArrayList<>();
    var rollouts = new RolloutLog(workspace.rollouts());
    for (int step = 1; step <= steps; step++) {
      rollouts.read(step).stream().map(RolloutRow::prompt).forEach(questions::add);
    }
    return questions;
  }

  @Test
  void aResumedRunTakesTheSamePromptsAtTheSameSteps() throws IOException {
    try (var server = ScriptedServer.of(WRITER)) {
      RunPlan plan = plan(server, STEPS);
      Workspace whole = prepared("whole", plan);
      assertThat(server.requests).hasSize(1 + 256);
      assertThat(food.trainStreamed(plan, whole, Watch.toTheEnd())).isEqualTo(STEPS);
      List<String> all = questions(whole, STEPS);
      assertThat(all.subList(0, 370)).doesNotHaveDuplicates();
      assertThat(all.subList(0, 370)).containsAll(all.subList(370, all.size()));
      assertThat(server.requests).hasSize(2 + 370);

      Workspace stopped = prepared("stopped", plan);
      assertThatThrownBy(() -> food.trainStreamed(plan, stopped, Watch.stopIn(5)))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("stopped after step 5");
      Watch rest = Watch.toTheEnd();
      assertThat(food.trainStreamed(plan, stopped, rest)).isEqualTo(STEPS);
      assertThat(rest.resumedAfter).isEqualTo(5);
      assertThat(questions(stopped, STEPS)).isEqualTo(all);
    }
  }

  @Test
  void aServerThatFailsLeavesACheckpointToGoOnFrom() throws IOException {
    var healthy = new AtomicInteger(1 + 256 + 1 + 24);
    ScriptedServer.Act dying =
        (exchange, request) ->
            (healthy.getAndDecrement() > 0 ? WRITER : ScriptedServer.status(503, "down"))
                .answer(exchange, request);
    try (var server = ScriptedServer.of(dying)) {
      RunPlan plan = plan(server, STEPS);
      Workspace workspace = prepared("run", plan);
      Watch watch = Watch.toTheEnd();
      assertThatThrownBy(() -> food.trainStreamed(plan, workspace, watch))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll("could not be had", "503")
          .extracting(e -> ((StageFailure) e).exit().code())
          .isEqualTo(1);
      int done = watch.steps.size();
      assertThat(done).isEqualTo(4);
      assertThat(workspace.checkpoint(done)).isDirectory();

      healthy.set(Integer.MAX_VALUE);
      Watch rest = Watch.toTheEnd();
      assertThat(food.trainStreamed(plan, workspace, rest)).isEqualTo(STEPS);
      assertThat(rest.resumedAfter).isEqualTo(done);
    }
  }
}
