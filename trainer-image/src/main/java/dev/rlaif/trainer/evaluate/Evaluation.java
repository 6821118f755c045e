package dev.rlaif.trainer.evaluate;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks base and tuned model the same held-out questions in the same ways, and has every answer
 * judged. Judging overlaps generation.
 */
public final class Evaluation {
  private final EvaluatedModel model;
  private final Judge judge;
  private final EvaluationSettings settings;
  private final Consumer<EvaluationProgress> progress;
  private final Optional<UsefulWords> usefulWords;
  private final AnswerLog kept;
  private final StopSignal stop;

  /**
   * @param progress called on the evaluating thread after every answer
   * @param kept answers of an evaluation that was interrupted; takes those of this one
   */
  public Evaluation(
      EvaluatedModel model,
      Judge judge,
      EvaluationSettings settings,
      Consumer<EvaluationProgress> progress,
      AnswerLog kept,
      StopSignal stop) {
    this.model = model;
    this.judge = judge;
    this.settings = settings;
    this.progress = progress;
    this.usefulWords =
        settings.usefulWords().isEmpty()
            ? Optional.empty()
            : Optional.of(new UsefulWords(settings.usefulWords()));
    this.kept = kept;
    this.stop = stop;
  }

  /**
   * Evaluates on these prompts.
   *
   * @throws StageFailure if there are no prompts
   * @throws dev.rlaif.trainer.stage.Stopped if it is asked to stop
   */
  public EvaluationResult run(List<Prompt> heldOut) {
    if (heldOut.isEmpty()) {
      throw StageFailure.wrong(
          "held-out prompts: none; the evaluation needs at least one question, set"
              + " spec.prompts.heldOut");
    }
    List<Draw> draws = draws();
    var asked = new Asked(heldOut, heldOut.stream().map(model.text()::encode).toList());
    var answered = new Answered(2 * draws.size() * heldOut.size());
    List<List<JudgedAnswer>> base = new ArrayList<>();
    for (Draw draw : draws) {
      base.add(judged(answer("base", model.base(), asked, draw, answered)));
    }
    List<List<JudgedAnswer>> tuned = new ArrayList<>();
    for (Draw draw : draws) {
      List<Pending> pending = answer("tuned", model.tuned(), asked, draw, answered);
      tuned.add(withKl(asked, pending, judged(pending)));
    }
    List<Pass> passes = new ArrayList<>();
    List<EvaluationSample> samples = new ArrayList<>();
    for (int d = 0; d < draws.size(); d++) {
      var pass = new Pass(draws.get(d).name(), base.get(d), tuned.get(d));
      passes.add(pass);
      samples.addAll(samples(heldOut, pass));
    }
    return new EvaluationResult(
        EvaluationReport.of(passes, settings, judge.name(), judge.hash()), samples);
  }

  /** A way of drawing answers; the greedy one comes first. */
  private record Draw(String name, Sampling sampling, long seed) {}

  private record Asked(List<Prompt> prompts, List<int[]> promptIds) {}

  /**
   * An answer whose score may not be there yet.
   *
   * @param ids [L]
   */
  private record Pending(int[] ids, boolean ended, CompletableFuture<Judgement> judgement) {}

  private static final class Answered {
    private final int total;
    private int count;

    Answered(int total) {
      this.total = total;
    }
  }

  private List<Draw> draws() {
    List<Draw> draws = new ArrayList<>();
    draws.add(new Draw(Pass.GREEDY, Sampling.greedy(settings.maxNewTokens()), settings.seed()));
    var sampled = Sampling.temperature(settings.temperature(), settings.maxNewTokens());
    for (int k = 1; k <= settings.samples(); k++) {
      draws.add(new Draw("seed-" + k, sampled, settings.seed() + k));
    }
    return draws;
  }

  /** Both models get the same seeds, so that chance separates them as little as it can. */
  private List<Pending> answer(
      String name, Generator generator, Asked asked, Draw draw, Answered answered) {
    Pending[] pending = new Pending[asked.prompts().size()];
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < pending.length; i++) {
      Optional<KeptAnswer> known = kept.find(name, draw.name(), asked.prompts().get(i).id());
      if (known.isPresent()) {
        pending[i] = pending(known.get());
      } else {
        long seed = draw.seed() * 1_000_003L + i;
        requests.add(new GenerationRequest(i, asked.promptIds().get(i), seed));
      }
    }
    int had = pending.length - requests.size();
    if (had > 0) {
      count(had, name, draw, answered);
    }
    if (!requests.isEmpty()) {
      Consumer<Completion> finished =
          completion -> {
            stop.check();
            Prompt prompt = asked.prompts().get(completion.index());
            pending[completion.index()] = judging(name, draw, prompt, completion);
            count(1, name, draw, answered);
          };
      generator.generate(requests, draw.sampling(), finished);
    }
    return List.of(pending);
  }

  private void count(int answers, String name, Draw draw, Answered answered) {
    answered.count += answers;
    progress.accept(new EvaluationProgress(name, draw.name(), answered.count, answered.total));
  }

  private static Pending pending(KeptAnswer known) {
    return new Pending(
        known.ids(), known.ended(), CompletableFuture.completedFuture(known.judgement()));
  }

  /** Sends an answer to the judge; it is kept as soon as it has a score. */
  private Pending judging(String name, Draw draw, Prompt prompt, Completion completion) {
    boolean ended = completion.finish() == FinishReason.STOP;
    var answer = new Answer(prompt.question(), model.text().decode(completion.ids()), ended);
    CompletableFuture<Judgement> judgement =
        judge
            .judge(answer)
            .thenApply(
                word -> {
                  kept.add(
                      KeptAnswer.of(name, draw.name(), prompt.id(), completion.ids(), ended, word));
                  return word;
                });
    return new Pending(completion.ids(), ended, judgement);
  }

  private List<JudgedAnswer> judged(List<Pending> pending) {
    return pending.stream().map(one -> judged(one, stop.await(one.judgement()))).toList();
  }

  private JudgedAnswer judged(Pending answer, Judgement judgement) {
    String text = model.text().decode(answer.ids());
    return new JudgedAnswer(
        text,
        answer.ids().length,
        answer.ended(),
        usefulWords.isPresent() ? usefulWords.get().namedIn(text) : null,
        judgement.status(),
        judgement.p().isPresent() ? judgement.p().getAsDouble() : null,
        judgement.raw(),
        null);
  }

  private List<JudgedAnswer> withKl(
      Asked asked, List<Pending> pending, List<JudgedAnswer> answers) {
    stop.check();
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      sequences.add(new Sequence(asked.promptIds().get(i), pending.get(i).ids()));
    }
    float[][] tuned = model.tunedScores().of(sequences);
    float[][] base = model.baseScores().of(sequences);
    List<JudgedAnswer> measured = new ArrayList<>();
    for (int b = 0; b < answers.size(); b++) {
      double sum = 0;
      for (int t = 0; t < tuned[b].length; t++) {
        sum += tuned[b][t] - base[b][t];
      }
      measured.add(answers.get(b).withKl(sum));
    }
    return measured;
  }

  private static List<EvaluationSample> samples(List<Prompt> prompts, Pass pass) {
    List<EvaluationSample> samples = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Prompt prompt = prompts.get(i);
      samples.add(
          new EvaluationSample(
              prompt.id(),
              prompt.question(),
              pass.name(),
              pass.base().get(i),
              pass.tuned().get(i)));
    }
    return samples;
  }
}
