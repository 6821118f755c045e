package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.learn.PreferencePair;
import dev.rlaif.trainer.rollout.FinishReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several answers of the base model to one prompt, judged.
 *
 * @param id of the prompt
 * @param promptIds [P]
 */
public record AnswerGroup(String id, String question, int[] promptIds, List<Judged> answers) {

  public AnswerGroup {
    answers = List.copyOf(answers);
  }

  /**
   * One of the answers.
   *
   * @param ids [L] as generated
   * @param p absent where the score is missing
   * @param raw the judge's reply as it came
   */
  public record Judged(
      String text,
      int[] ids,
      FinishReason finish,
      JudgementStatus status,
      @Nullable Double p,
      String raw) {}

  /** Answers that have a score. */
  List<Judged> scored() {
    return answers.stream().filter(answer -> answer.p() != null).toList();
  }

  /**
   * The best answer against the worst: one pair a prompt, so that no prompt counts more than
   * another. A missing score takes no part.
   *
   * @param minMargin smallest difference of their scores; a tie is never a pair
   */
  Optional<Candidate> bestAgainstWorst(double minMargin) {
    List<Judged> scored = scored();
    double[] scores =
        scored.stream().mapToDouble(answer -> Objects.requireNonNull(answer.p())).toArray();
    return PreferencePair.of(scores, minMargin)
        .map(
            pair ->
                new Candidate(
                    id,
                    List.of(ChatMessage.user(question)),
                    promptIds,
                    side(scored.get(pair.chosen())),
                    side(scored.get(pair.rejected()))));
  }

  private static Candidate.Side side(Judged answer) {
    return new Candidate.Side(answer.text(), answer.ids(), answer.p());
  }
}
