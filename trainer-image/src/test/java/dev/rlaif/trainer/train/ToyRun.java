package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Transform;
import dev.rlaif.api.v1alpha1.TransformType;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.learn.ScorePipeline;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Training steps of a {@link ToyPolicy} on prompts that are one token, with a scripted judge. */
final class ToyRun {
  private static final int LONGEST = 5;

  final ToyPolicy policy = new ToyPolicy(8);
  final FailingJudge judge;
  private final Plans plans;
  private final int samples;
  private final TrainingStep step;

  /** The policy's parameters at each call of the generator. */
  final List<float[]> answeredBy = new ArrayList<>();

  /**
   * @param failing questions whose answers get no score
   */
  ToyRun(Plans plans, int samples, Set<String> failing) {
    this(plans, samples, failing, TrainingStep.Ahead.NOT);
  }

  ToyRun(Plans plans, int samples, Set<String> failing, TrainingStep.Ahead ahead) {
    this.plans = plans;
    this.samples = samples;
    this.judge = new FailingJudge(failing);
    this.step = step(new ToyGenerator(), ahead);
  }

  static List<Prompt> prompts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Prompt("p" + i, Integer.toString(i)))
        .toList();
  }

  TrainingStep.Result run(long number, List<Prompt> prompts) {
    return run(number, prompts, List.of());
  }

  /** With the prompts of the step after it. */
  TrainingStep.Result run(long number, List<Prompt> prompts, List<Prompt> ahead) {
    var kl = KlController.of(plans.plan().kl());
    return step.run(number, prompts, ahead, new TrainingStep.Carry(kl, RunningMoments.START));
  }

  Optional<float[]> behaviour() {
    return step.behaviour();
  }

  private TrainingStep step(Generator generator, TrainingStep.Ahead ahead) {
    Algorithm algorithm = Algorithm.of(plans.plan());
    return new TrainingStep(
        policy,
        new RolloutPhase(
            PolicyEngine.own(generator, policy.tolerance()),
            new ToyText(),
            judge,
            Sampling.temperature(1, LONGEST),
            samples,
            7,
            () -> false),
        plans.plan(),
        algorithm,
        new ScorePipeline(plans.plan(), LONGEST, Optional.empty()),
        new RewardTransform(new Transform(TransformType.LOGIT, null)),
        new PolicyUpdate(
            policy,
            algorithm,
            new PolicyUpdate.Settings(plans.plan(), 7, Optional.empty()),
            Map.of(),
            dump -> {}),
        ahead);
  }

  private static final class ToyText implements PromptText {
    @Override
    public int[] encode(Prompt prompt) {
      return new int[] {Integer.parseInt(prompt.question()) % 2};
    }

    @Override
    public String decode(int[] ids) {
      StringBuilder text = new StringBuilder();
      for (int id : ids) {
        text.append(id);
      }
      return text.toString();
    }
  }

  /** Likes ones. */
  static final class FailingJudge implements Judge {
    private final Set<String> failing;
    int asked;

    /** No answer, or none to the slow questions, is scored before it is complete. */
    CompletableFuture<Boolean> patience = CompletableFuture.completedFuture(true);

    Set<String> slow = Set.of();

    /** Whether it points at the first one of an answer. */
    boolean points;

    FailingJudge(Set<String> failing) {
      this.failing = failing;
    }

    private Judgement pointed(Judgement judgement, int at) {
      return points && at >= 0 ? judgement.withFaultEnd(at + 1) : judgement;
    }

    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      asked++;
      double ones = answer.text().chars().filter(c -> c == '1').count();
      double p = 0.1 + 0.8 * ones / answer.text().length();
      Judgement judgement =
          failing.contains(answer.question())
              ? Judgement.missing(JudgementStatus.TIMEOUT, "no reply")
              : pointed(Judgement.ok(p, "ones"), answer.text().indexOf('1'));
      return slow.isEmpty() || slow.contains(answer.question())
          ? patience.thenApply(done -> judgement)
          : CompletableFuture.completedFuture(judgement);
    }

    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String hash() {
      return "toy";
    }

    @Override
    public void close() {}
  }

  /** Finishes the answers from the last to the first, as an engine may. */
  private final class ToyGenerator implements Generator {
    @Override
    public List<Completion> generate(
        List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
      answeredBy.add(policy.parameters(Group.LORA));
      List<Completion> completions = new ArrayList<>();
      for (GenerationRequest request : requests) {
        SplittableRandom random = new SplittableRandom(request.seed());
        int[] ids =
            policy.sample(
                request.promptIds()[0], 1 + random.nextInt(sampling.maxNewTokens()), random);
        float[] logProbs =
            policy.score(List.of(new Sequence(request.promptIds(), ids)), Adapter.ON).logProbs()[0];
        completions.add(
            new Completion(request.index(), request.promptIds(), ids, logProbs, FinishReason.STOP));
      }
      for (int i = completions.size() - 1; i >= 0; i--) {
        finished.accept(completions.get(i));
      }
      return completions;
    }
  }
}
