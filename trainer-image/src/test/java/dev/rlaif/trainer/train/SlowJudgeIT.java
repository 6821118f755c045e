package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real training against a real server that takes its time. */
@Timeout(600)
class SlowJudgeIT extends FoodRunCase {
  private static final int STEPS = 3;
  private static final int BATCH = 6;

  /** A question of the client's own, and an answer of the base model to each prompt. */
  private static final int BEFORE_TRAINING = 1 + 20;

  /**
   * The judge does not answer a step before it has the whole next one before it, which a run that
   * waits for it would never give it.
   */
  @Test
  void hasTheNextStepBeforeItWhileItScoresThisOne() throws IOException {
    CountDownLatch[] asked = new CountDownLatch[STEPS];
    for (int step = 0; step < STEPS; step++) {
      asked[step] = new CountDownLatch(BEFORE_TRAINING + BATCH * Math.min(step + 2, STEPS));
    }
    int[] count = {0};
    ScriptedServer.Act holdsBack =
        (exchange, request) -> {
          int number;
          synchronized (count) {
            number = count[0]++;
            for (CountDownLatch latch : asked) {
              latch.countDown();
            }
          }
          if (number >= BEFORE_TRAINING) {
            await(asked[(number - BEFORE_TRAINING) / BATCH], exchange);
          }
          double score = 0.1 + 0.2 * (request.toString().length() % 5);
          ScriptedServer.says(String.format(Locale.ROOT, "%.1f", score)).answer(exchange, request);
        };
    try (var server = ScriptedServer.of(holdsBack)) {
      Workspace workspace = workspace("run");
      assertThat(food.train(plan(server), workspace, Watch.toTheEnd())).isEqualTo(STEPS);
      assertThat(server.requests).hasSize(BEFORE_TRAINING + BATCH * STEPS);
      assertThat(MetricsLog.read(workspace.metrics()))
          .extracting(step -> step.get("staleness/max").orElseThrow())
          .containsExactly(0.0, 1.0, 1.0);
      assertThat(new RolloutLog(workspace.rollouts()).read(3))
          .hasSize(BATCH)
          .allSatisfy(row -> assertThat(row.adapterVersion()).isEqualTo(1));
    }
  }

  private static void await(CountDownLatch latch, HttpExchange exchange) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private RunPlan plan(ScriptedServer server) throws IOException {
    return FoodRun.plan(
        FoodRun.judgedBy(server.url(), temp),
        Preset.MODERN,
        STEPS,
        "rollout.batchSize=" + BATCH,
        "rollout.maxStaleness=1",
        "algorithm.overrides.miniBatchSize=" + BATCH);
  }
}
