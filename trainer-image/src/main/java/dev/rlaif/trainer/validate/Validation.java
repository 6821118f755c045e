package dev.rlaif.trainer.validate;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.proof.Canary;
import dev.rlaif.trainer.proof.Correlation;
import dev.rlaif.trainer.proof.Refusal;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks the model that is being trained the questions that were set aside, greedily. */
public final class Validation {
  /** Questions whose answers without content are judged, too. */
  private static final int CANARY_QUESTIONS = 2;

  private final Model model;
  private final Judges judges;
  private final List<Prompt> questions;
  private final Sampling sampling;
  private final StopSignal stop;

  /**
   * Who answers.
   *
   * @param generator with the parameters as they are at each call
   */
  public record Model(Policy policy, Generator generator, PromptText text) {}

  /**
   * Who scores.
   *
   * @param second decides, where there is one
   * @param threshold a lower score is bad
   */
  public record Judges(Judge training, Optional<Judge> second, double threshold) {}

  public Validation(
      Model model, Judges judges, List<Prompt> questions, int maxNewTokens, StopSignal stop) {
    this.model = model;
    this.judges = judges;
    this.questions = List.copyOf(questions);
    this.sampling = Sampling.greedy(maxNewTokens);
    this.stop = stop;
  }

  private record Pending(
      Completion completion,
      String text,
      CompletableFuture<Judgement> training,
      Optional<CompletableFuture<Judgement>> second) {}

  /**
   * One pass; judging overlaps generation.
   *
   * @param step of training after which it is done
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop
   */
  public ValidationFigures run(long step) {
    long start = System.nanoTime();
    List<CompletableFuture<Judgement>> canaries = canaries();
    List<Pending> answers = answers();
    double[] training = scores(answers.stream().map(Pending::training).toList());
    double[] second = scores(answers.stream().flatMap(a -> a.second().stream()).toList());
    double[] deciding = present(judges.second().isPresent() ? second : training);
    double[] lengths = answers.stream().mapToDouble(a -> a.completion().ids().length).toArray();
    Diversity diversity = Diversity.of(answers.stream().map(Pending::text).toList());
    return new ValidationFigures(
        step,
        answers.size(),
        deciding.length,
        (int) Arrays.stream(deciding).filter(p -> p < judges.threshold()).count(),
        mean(deciding),
        mean(present(training)),
        judges.second().isPresent() ? Double.valueOf(mean(present(second))) : null,
        kl(answers),
        mean(lengths),
        share(answers.stream().filter(a -> a.completion().finish() == FinishReason.STOP).count()),
        share(answers.stream().filter(a -> Refusal.isIn(a.text())).count()),
        diversity.duplicateRate(),
        diversity.distinct2(),
        lengthCorrelation(lengths, training),
        highest(scores(canaries)),
        (System.nanoTime() - start) / 1e9);
  }

  private List<CompletableFuture<Judgement>> canaries() {
    return questions.stream()
        .limit(CANARY_QUESTIONS)
        .flatMap(question -> Canary.hollow(question.question()).stream())
        .map(canary -> judges.training().judge(canary.answer()))
        .toList();
  }

  private List<Pending> answers() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      requests.add(new GenerationRequest(i, model.text().encode(questions.get(i)), i));
    }
    Pending[] pending = new Pending[questions.size()];
    model
        .generator()
        .generate(
            requests,
            sampling,
            completion -> {
              stop.check();
              pending[completion.index()] = pending(completion);
            });
    return List.of(pending);
  }

  private Pending pending(Completion completion) {
    String text = model.text().decode(completion.ids());
    boolean ended = completion.finish() == FinishReason.STOP;
    var answer = new Answer(questions.get(completion.index()).question(), text, ended);
    return new Pending(
        completion,
        text,
        judges.training().judge(answer),
        judges.second().map(judge -> judge.judge(answer)));
  }

  /** NaN where a score is missing. */
  private double[] scores(List<CompletableFuture<Judgement>> judgements) {
    return judgements.stream()
        .mapToDouble(judgement -> stop.await(judgement).p().orElse(Double.NaN))
        .toArray();
  }

  private double kl(List<Pending> answers) {
    List<Sequence> sequences =
        answers.stream()
            .map(a -> new Sequence(a.completion().promptIds(), a.completion().ids()))
            .toList();
    float[][] tuned = model.policy().score(sequences, Adapter.ON).logProbs();
    float[][] base = model.policy().score(sequences, Adapter.OFF).logProbs();
    return IntStream.range(0, sequences.size())
        .mapToDouble(b -> sum(tuned[b]) - sum(base[b]))
        .average()
        .orElse(0);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static @Nullable Double lengthCorrelation(double[] lengths, double[] scores) {
    int[] scored =
        IntStream.range(0, scores.length).filter(i -> !Double.isNaN(scores[i])).toArray();
    OptionalDouble correlation =
        Correlation.of(
            Arrays.stream(scored).mapToDouble(i -> lengths[i]).toArray(),
            Arrays.stream(scored).mapToDouble(i -> scores[i]).toArray());
    return correlation.isPresent() ? Double.valueOf(correlation.getAsDouble()) : null;
  }

  private static @Nullable Double highest(double[] scores) {
    OptionalDouble highest = Arrays.stream(present(scores)).max();
    return highest.isPresent() ? Double.valueOf(highest.getAsDouble()) : null;
  }

  private static double[] present(double[] scores) {
    return DoubleStream.of(scores).filter(score -> !Double.isNaN(score)).toArray();
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElse(0);
  }

  private double share(long count) {
    return (double) count / questions.size();
  }
}
