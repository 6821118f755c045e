package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RolloutPhaseTest {
  private final ToyRun.FailingJudge judge = new ToyRun.FailingJudge(Set.of());
  private final List<Integer> askedBefore = new ArrayList<>();

  @Test
  void judgeIsAskedWhileOthersAreStillGenerated() {
    phase(2, () -> false).run(1, 0, ToyRun.prompts(3));
    assertThat(askedBefore).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void answersAreInOrderOfPromptAndSample() {
    List<JudgedRollout> rollouts = phase(2, () -> false).run(1, 0, ToyRun.prompts(3));
    assertThat(rollouts).extracting(JudgedRollout::group).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(rollouts).extracting(JudgedRollout::sample).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(rollouts)
        .allSatisfy(
            rollout -> {
              Judgement again =
                  judge.judge(new Answer(rollout.prompt().question(), rollout.text(), true)).join();
              assertThat(rollout.judgement()).isEqualTo(again);
            });
  }

  @Test
  void stopsAtTheNextFinishedAnswer() {
    assertThatThrownBy(() -> phase(1, () -> judge.asked == 2).run(1, 0, ToyRun.prompts(5)))
        .isInstanceOf(Stopped.class);
    assertThat(judge.asked).isEqualTo(2);
  }

  private RolloutPhase phase(int samples, StopSignal stop) {
    return new RolloutPhase(
        PolicyEngine.own(new SlowGenerator(), LogProbTolerance.FLOAT32),
        new Text(),
        judge,
        Sampling.temperature(1, 4),
        samples,
        7,
        stop);
  }

  /** Writes down how often the judge was asked by the time that each answer was handed over. */
  private final class SlowGenerator implements Generator {
    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
      List<Completion> completions = new ArrayList<>();
      for (GenerationRequest request : requests) {
        int[] ids = {(int) (request.seed() & 1), request.index() & 1};
        Completion completion =
            new Completion(
                request.index(), request.promptIds(), ids, new float[2], FinishReason.STOP);
        finished.accept(completion);
        askedBefore.add(judge.asked);
        completions.add(completion);
      }
      return completions;
    }
  }

  private static final class Text implements PromptText {
    @Override
    public int[] encode(Prompt prompt) {
      return new int[] {0};
    }

    @Override
    public String decode(int[] ids) {
      return ids[0] + "" + ids[1];
    }
  }
}
