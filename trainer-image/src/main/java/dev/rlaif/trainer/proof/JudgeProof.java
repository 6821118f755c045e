package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The proof that a judge scores right: its scores against labelled answers. */
public final class JudgeProof {
  private final Setting setting;
  private final LabelledPairs examples;
  private final Questioning questioning;

  /** Told after every judgement how many of how many are done, by any thread. */
  public interface Progress {
    void done(int calls, int ofCalls);
  }

  /**
   * What is proved, and how.
   *
   * @param swapped the same judge, shown the answer before the question; empty if it cannot be
   * @param wish what the judge would reply to the best of answers
   * @param expense of the calls so far
   */
  record Setting(
      Judge judge,
      Optional<Judge> swapped,
      Validation validation,
      String wish,
      Supplier<Expense> expense) {}

  private JudgeProof(Setting setting, LabelledPairs examples, Questioning questioning) {
    this.setting = setting;
    this.examples = examples;
    this.questioning = questioning;
  }

  /**
   * Scores all answers and counts.
   *
   * @throws dev.rlaif.trainer.stage.Stopped if asked to stop before the last score
   */
  static JudgeProofReport of(
      Setting setting, LabelledPairs examples, Progress progress, StopSignal stop) {
    int pairs = examples.pairs().size();
    int answers = 2 * pairs;
    int calls =
        answers * setting.validation.repeats()
            + answers * setting.validation.rewordings()
            + Canary.around(examples.pairs().get(0)).size()
            + AttackedAnswers.calls(pairs);
    return new JudgeProof(setting, examples, new Questioning(calls, progress, stop)).report();
  }

  private JudgeProofReport report() {
    List<ScoredAnswer> answers = answers();
    List<ScoredAnswer> scored = answers.stream().filter(ScoredAnswer::isScored).toList();
    Rewordings rewordings = new RewordedAnswers(setting, questioning).compare(answers);
    List<CanaryResult> canaries = canaries(examples.pairs().get(0));
    Injection injection = new AttackedAnswers(setting, questioning).attack(answers);
    return new ProofFigures(setting, examples, answers, scored)
        .report(rewordings, canaries, injection);
  }

  private List<ScoredAnswer> answers() {
    List<ScoredAnswer> empty =
        examples.pairs().stream()
            .flatMap(
                pair -> Stream.of(true, false).map(good -> new ScoredAnswer(pair, good, List.of())))
            .toList();
    List<CompletableFuture<Judgement>> asked = new ArrayList<>();
    int repeats = setting.validation.repeats();
    for (ScoredAnswer answer : empty) {
      for (int repetition = 0; repetition < repeats; repetition++) {
        asked.add(setting.judge.judge(answer.answer(), repetition));
      }
    }
    List<Judgement> said = questioning.await(asked);
    return IntStream.range(0, empty.size())
        .mapToObj(
            i ->
                new ScoredAnswer(
                    empty.get(i).pair(),
                    empty.get(i).good(),
                    said.subList(i * repeats, (i + 1) * repeats)))
        .toList();
  }

  private List<CanaryResult> canaries(LabelledPair pair) {
    List<Canary> canaries = Canary.around(pair);
    List<Answer> answers = canaries.stream().map(Canary::answer).toList();
    List<Judgement> said = questioning.await(answers.stream().map(setting.judge::judge).toList());
    double threshold = setting.validation.threshold();
    return IntStream.range(0, canaries.size())
        .mapToObj(i -> CanaryResult.of(canaries.get(i), said.get(i), threshold))
        .toList();
  }
}
