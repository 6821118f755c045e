package dev.rlaif.trainer.rescore;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Kept answers before another judge. The judge's cache is what makes it go on where it was stopped:
 * no score is paid for twice.
 */
public final class Rescore {
  /** Answers that wait for their score at once: enough for any server, and a bounded memory. */
  private static final int AHEAD = 4096;

  private final Judge judge;
  private final StopSignal stop;

  /** Hears how far it is. */
  public interface Progress {
    void done(long answers, long ofAnswers);
  }

  private record Asked(KeptSample sample, CompletableFuture<Judgement> judgement) {}

  public Rescore(Judge judge, StopSignal stop) {
    this.judge = judge;
    this.stop = stop;
  }

  /**
   * Scores all, in their order.
   *
   * @throws dev.rlaif.trainer.stage.Stopped if asked to stop; the scores had so far are in the
   *     cache
   */
  public List<RescoredSample> run(List<KeptSample> samples, Progress progress) {
    List<RescoredSample> rescored = new ArrayList<>(samples.size());
    Deque<Asked> asked = new ArrayDeque<>();
    for (KeptSample sample : samples) {
      var answer = new Answer(sample.question(), sample.answer(), sample.ended());
      asked.add(new Asked(sample, judge.judge(answer)));
      if (asked.size() == AHEAD) {
        rescored.add(next(asked));
        progress.done(rescored.size(), samples.size());
      }
    }
    while (!asked.isEmpty()) {
      rescored.add(next(asked));
      progress.done(rescored.size(), samples.size());
    }
    return rescored;
  }

  private RescoredSample next(Deque<Asked> asked) {
    Asked oldest = asked.remove();
    return RescoredSample.of(oldest.sample, stop.await(oldest.judgement));
  }
}
