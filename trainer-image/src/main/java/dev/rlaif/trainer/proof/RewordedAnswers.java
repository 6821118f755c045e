package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores answers once more in other words. The ways of putting it differently take turns, so that
 * each meets its share of the answers; which answer gets which never changes.
 */
record RewordedAnswers(JudgeProof.Setting setting, Questioning questioning) {

  private record Asked(ScoredAnswer answer, Rewording rewording) {}

  Rewordings compare(List<ScoredAnswer> answers) {
    List<Asked> asked =
        IntStream.range(0, answers.size())
            .boxed()
            .flatMap(i -> chosen(answers.get(i), i / 2).map(way -> new Asked(answers.get(i), way)))
            .toList();
    List<Judgement> said = questioning.await(asked.stream().map(this::ask).toList());
    List<Rewordings.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      ScoredAnswer answer = asked.get(i).answer();
      if (answer.isScored() && said.get(i).p().isPresent()) {
        double score = said.get(i).p().getAsDouble();
        pairs.add(new Rewordings.Pair(asked.get(i).rewording(), answer.score(), score));
      }
    }
    return Rewordings.of(pairs, setting.validation().threshold());
  }

  /**
   * @param pair its number: both answers of a pair are put differently in the same way, so that
   *     each way meets as many good ones as bad ones
   */
  private Stream<Rewording> chosen(ScoredAnswer answer, int pair) {
    Rewording[] all = Rewording.values();
    return IntStream.range(0, all.length)
        .mapToObj(i -> all[(pair + i) % all.length])
        .filter(way -> way != Rewording.SWAPPED || setting.swapped().isPresent())
        .filter(way -> way.changes(answer.answer()))
        .limit(setting.validation().rewordings());
  }

  private CompletableFuture<Judgement> ask(Asked asked) {
    Optional<Judge> swapped = setting.swapped();
    Judge judge =
        asked.rewording() == Rewording.SWAPPED && swapped.isPresent()
            ? swapped.get()
            : setting.judge();
    return judge.judge(asked.rewording().of(asked.answer().answer()));
  }
}
