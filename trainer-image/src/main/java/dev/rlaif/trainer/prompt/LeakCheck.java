package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Training prompts that are held-out questions. The files of a workspace have none when they are
 * made; somebody may have changed them since.
 *
 * @param exact letter by letter
 * @param normalised but for case, space and punctuation
 * @param near sharing most of their word 5-grams
 * @param examples questions of the training prompts, a few
 */
public record LeakCheck(int exact, int normalised, int near, List<String> examples) {
  private static final int EXAMPLES = 3;

  public static LeakCheck of(List<Prompt> train, List<Prompt> heldOut) {
    Set<String> texts = new HashSet<>();
    var seen = new SeenQuestions();
    for (Prompt prompt : heldOut) {
      texts.add(prompt.question());
      seen.offer(NormalisedQuestion.of(prompt.question()));
    }
    int exact = 0;
    int normalised = 0;
    int near = 0;
    var examples = new ArrayList<String>();
    for (Prompt prompt : train) {
      var novelty = seen.novelty(NormalisedQuestion.of(prompt.question()));
      if (novelty == SeenQuestions.Novelty.NEW) {
        continue;
      }
      boolean same = texts.contains(prompt.question());
      exact += same ? 1 : 0;
      normalised += !same && novelty == SeenQuestions.Novelty.DUPLICATE ? 1 : 0;
      near += novelty == SeenQuestions.Novelty.NEAR_DUPLICATE ? 1 : 0;
      if (examples.size() < EXAMPLES) {
        examples.add(prompt.question());
      }
    }
    return new LeakCheck(exact, normalised, near, List.copyOf(examples));
  }

  /** Whether a question is one of the held-out ones, or nearly. */
  public static Predicate<String> leaks(List<Prompt> heldOut) {
    var seen = new SeenQuestions();
    heldOut.forEach(prompt -> seen.offer(NormalisedQuestion.of(prompt.question())));
    return question -> seen.novelty(NormalisedQuestion.of(question)) != SeenQuestions.Novelty.NEW;
  }

  /**
   * Refuses training prompts that would make the evaluation worthless.
   *
   * @param where the training prompts stand
   */
  public void require(String where) {
    int all = exact + normalised + near;
    if (all > 0) {
      throw StageFailure.wrong(
              "%s holds %d held-out questions (%d the same, %d but for case and punctuation, %d nearly), such as %s: delete it and run the prompts stage again"
                  .formatted(where, all, exact, normalised, near, examples))
          .because(Reason.DATA_INVALID);
    }
  }
}
