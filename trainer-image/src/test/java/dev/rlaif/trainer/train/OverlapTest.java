package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.train.TrainingStep.Ahead;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a step goes on while something else does; a step that waited in vain would hang. */
@Timeout(60)
class OverlapTest {
  private static final List<Prompt> ALL = ToyRun.prompts(16);
  private static final List<Prompt> FIRST = ALL.subList(0, 4);
  private static final List<Prompt> SECOND = ALL.subList(4, 8);
  private static final List<Prompt> THIRD = ALL.subList(8, 12);
  private static final List<Prompt> FOURTH = ALL.subList(12, 16);

  @Test
  void passesOfTheTrainerDoNotWaitForTheJudge() {
    ToyRun run = run(Ahead.NOT);
    run.policy.scored =
        adapter -> {
          if (adapter == Adapter.OFF) {
            run.judge.patience.complete(true);
          }
        };
    run.judge.patience = new CompletableFuture<>();
    assertThat(run.run(1, FIRST).samples()).isEqualTo(4);
  }

  @Test
  void nextStepIsBeforeTheJudgeWhileThisOneIsLearnedFrom() {
    ToyRun run = run(new Ahead(true, Optional.empty()));
    run.judge.slow = Set.of("4", "5", "6", "7");
    run.judge.patience = new CompletableFuture<>();
    run.run(1, FIRST, SECOND);
    assertThat(run.judge.asked).isEqualTo(8);
    run.judge.patience.complete(true);
    assertThat(run.run(2, SECOND).samples()).isEqualTo(4);
  }

  @Test
  void policyIsOneUpdateAheadOfTheOneThatAnswered() {
    ToyRun run = run(new Ahead(true, Optional.empty()));
    var one = run.run(1, FIRST, SECOND);
    float[] after = run.policy.parameters(Group.LORA);
    var two = run.run(2, SECOND, THIRD);
    var three = run.run(3, THIRD);

    assertThat(run.answeredBy).hasSize(3);
    assertThat(run.answeredBy.get(0)).isEqualTo(run.answeredBy.get(1)).isNotEqualTo(after);
    assertThat(run.answeredBy.get(2)).isEqualTo(after);
    assertThat(List.of(one.version(), two.version(), three.version())).containsExactly(0L, 0L, 1L);
    assertThat(one.metrics())
        .containsEntry("staleness/max", 0.0)
        .containsEntry("mismatch/kl_k3", 0.0);
    assertThat(two.metrics())
        .containsEntry("staleness/max", 1.0)
        .doesNotContainKey("mismatch/kl_k3");
    assertThat(two.metrics().get("staleness/kl_k3")).isPositive();
  }

  /** As a resume does: the batch that was under way is made again by the policy of that time. */
  @Test
  void batchUnderWayIsMadeAgain() {
    ToyRun whole = run(new Ahead(true, Optional.empty()));
    whole.run(1, FIRST, SECOND);
    whole.run(2, SECOND, THIRD);
    float[] stopped = whole.policy.parameters(Group.LORA);
    Ahead kept = new Ahead(true, whole.behaviour());
    var expected = whole.run(3, THIRD, FOURTH);

    ToyRun resumed = run(kept);
    resumed.policy.setParameters(Group.LORA, stopped);
    var again = resumed.run(3, THIRD, FOURTH);
    assertThat(again.rows()).usingRecursiveComparison().isEqualTo(expected.rows());
    assertThat(again.version()).isEqualTo(1);
    assertThat(resumed.answeredBy)
        .usingRecursiveComparison()
        .isEqualTo(whole.answeredBy.subList(2, 4));
  }

  private static ToyRun run(Ahead ahead) {
    Plans plans = Plans.modern();
    plans.score = new ScorePlan(false, false, false, Optional.of(3.0));
    plans.learningRate = 0.05;
    plans.warmUpSteps = 0;
    plans.criticWarmUpSteps = 0;
    return new ToyRun(plans, 1, Set.of(), ahead);
  }
}
