package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judgement;
import java.util.List;

/**
 * One side of a labelled pair with all its judgements.
 *
 * @param judgements at least one; the first is the run's own setting, the others repeat it
 */
record ScoredAnswer(LabelledPair pair, boolean good, List<Judgement> judgements) {

  Answer answer() {
    return answer(pair, good);
  }

  static Answer answer(LabelledPair pair, boolean good) {
    return new Answer(pair.prompt(), good ? pair.good() : pair.bad(), true);
  }

  Judgement first() {
    return judgements.get(0);
  }

  boolean isScored() {
    return first().p().isPresent();
  }

  /** The first score; there is one. */
  double score() {
    return first().p().getAsDouble();
  }

  /** Every score that was had. */
  double[] scores() {
    return judgements.stream()
        .filter(judgement -> judgement.p().isPresent())
        .mapToDouble(judgement -> judgement.p().getAsDouble())
        .toArray();
  }

  ScoredLabel label() {
    return new ScoredLabel(good, score());
  }
}
