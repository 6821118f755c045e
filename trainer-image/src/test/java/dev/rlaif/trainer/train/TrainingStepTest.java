package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.prompt.Prompt;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStepTest {
  private static final List<Prompt> PROMPTS = ToyRun.prompts(8);

  static Stream<Supplier<Plans>> presets() {
    return Stream.of(TrainingStepTest::modern, TrainingStepTest::trl);
  }

  /** Every subset that leaves enough scores to learn from: 163 of them. */
  @ParameterizedTest
  @MethodSource("presets")
  void missingScoresAreAsIfTheirAnswersHadNeverBeen(Supplier<Plans> preset) {
    for (int subset = 0; subset < 1 << PROMPTS.size(); subset++) {
      if (Integer.bitCount(subset) <= PROMPTS.size() / 2) {
        assertLearnsAsWithout(preset.get(), 1, questions(subset));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "DPO", mode = Mode.EXCLUDE)
  void missingGroupsAreAsIfTheirPromptsHadNeverBeen(AlgorithmType type) {
    Plans plans = modern();
    plans.type = type;
    assertLearnsAsWithout(plans, type == AlgorithmType.PPO ? 1 : 4, Set.of("0", "3", "6"));
  }

  @Test
  void withoutAnyScoreNothingIsLearned() {
    ToyRun run = new ToyRun(modern(), 1, questions(255));
    var result = run.run(1, PROMPTS);
    assertUntouched(run);
    assertThat(result.metrics())
        .containsEntry("ppo/optimiser_steps", 0.0)
        .containsEntry("ppo/skipped", 1.0)
        .containsEntry("judge/missing_frac", 1.0)
        .doesNotContainKeys("objective/kl", "env/reward_mean");
    assertThat(result.kl()).isZero();
  }

  @Test
  void belowTheSmallestShareOfScoresNothingIsLearned() {
    ToyRun tooFew = new ToyRun(modern(), 1, Set.of("0", "1", "2", "3", "4"));
    assertThat(tooFew.run(1, PROMPTS).metrics())
        .containsEntry("ppo/optimiser_steps", 0.0)
        .containsEntry("ppo/skipped", 1.0);
    assertUntouched(tooFew);
    ToyRun enough = new ToyRun(modern(), 1, Set.of("0", "1", "2", "3"));
    assertThat(enough.run(1, PROMPTS).metrics())
        .containsEntry("ppo/optimiser_steps", 1.0)
        .containsEntry("ppo/skipped", 0.0);
  }

  /** Figures are of whole answers; what is learned differs, and only if it is asked for. */
  @ParameterizedTest
  @EnumSource(names = "DPO", mode = Mode.EXCLUDE)
  void learnsUpToTheFaultThatTheJudgePointsAt(AlgorithmType type) {
    var whole = pointing(type, false, true).run(1, PROMPTS).metrics();
    var nothingToPointAt = pointing(type, true, false).run(1, PROMPTS).metrics();
    var upToFault = pointing(type, true, true).run(1, PROMPTS).metrics();
    for (String figure : List.of("objective/kl", "objective/entropy", "ppo/mean_scores")) {
      assertThat(upToFault).containsEntry(figure, whole.get(figure));
    }
    String learned = "grad_norm/policy";
    assertThat(nothingToPointAt).containsEntry(learned, whole.get(learned));
    assertThat(upToFault.get(learned)).isPositive().isNotEqualTo(whole.get(learned));
  }

  private static ToyRun pointing(AlgorithmType type, boolean endAtFault, boolean points) {
    Plans plans = modern();
    plans.type = type;
    plans.endAtFault = endAtFault;
    ToyRun run = new ToyRun(plans, type == AlgorithmType.PPO ? 1 : 4, Set.of());
    run.judge.points = points;
    return run;
  }

  @Test
  void rowsKeepWhatWasNotScored() {
    ToyRun run = new ToyRun(modern(), 1, Set.of("2", "5"));
    List<TrainingStep.Row> rows = run.run(1, PROMPTS).rows();
    assertThat(rows).hasSize(8);
    for (int i = 0; i < rows.size(); i++) {
      TrainingStep.Row row = rows.get(i);
      boolean missing = i == 2 || i == 5;
      assertThat(row.rollout().prompt()).isEqualTo(PROMPTS.get(i));
      assertThat(row.rollout().judgement().status())
          .isEqualTo(missing ? JudgementStatus.TIMEOUT : JudgementStatus.OK);
      assertThat(row.score().isEmpty()).isEqualTo(missing);
      assertThat(row.sums().logProb()).isNegative();
    }
  }

  private static void assertLearnsAsWithout(Plans plans, int samples, Set<String> failing) {
    ToyRun with = new ToyRun(plans, samples, failing);
    ToyRun without = new ToyRun(plans, samples, Set.of());
    List<Prompt> scored =
        PROMPTS.stream().filter(prompt -> !failing.contains(prompt.question())).toList();
    for (long step = 1; step <= 2; step++) {
      with.run(step, PROMPTS);
      without.run(step, scored);
    }
    for (Group group : Group.values()) {
      assertThat(with.policy.parameters(group))
          .as("%s without scores of %s", group, failing)
          .isEqualTo(without.policy.parameters(group));
    }
    assertThat(with.policy.parameters(Group.LORA)).isNotEqualTo(new float[4]);
  }

  private static void assertUntouched(ToyRun run) {
    ToyPolicy fresh = new ToyPolicy(8);
    for (Group group : Group.values()) {
      assertThat(run.policy.parameters(group)).isEqualTo(fresh.parameters(group));
    }
  }

  private static Set<String> questions(int subset) {
    return PROMPTS.stream()
        .map(Prompt::question)
        .filter(question -> (subset >> Integer.parseInt(question) & 1) == 1)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Plans modern() {
    Plans plans = Plans.modern();
    plans.score = new ScorePlan(false, false, false, Optional.of(3.0));
    plans.learningRate = 0.05;
    plans.warmUpSteps = 0;
    plans.criticWarmUpSteps = 0;
    return plans;
  }

  private static Plans trl() {
    Plans plans = Plans.trl();
    plans.score = new ScorePlan(true, true, false, Optional.empty());
    plans.learningRate = 0.05;
    plans.miniBatchSize = 3;
    plans.whitenRewards = true;
    return plans;
  }
}
