package dev.rlaif.trainer.validate;

import static java.util.Comparator.comparing;

import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Training prompts, less those that are set aside. Which ones depends on their ids and the seed,
 * not on their order.
 *
 * @param validation never trained on
 * @param training the others, in their order
 */
public record ValidationSplit(List<Prompt> validation, List<Prompt> training) {
  /** Most prompts are to learn from. */
  private static final int ONE_OF = 5;

  /** Sets prompts aside: as many as are wanted, a fifth of them at most. */
  public static ValidationSplit of(List<Prompt> prompts, int wanted, long seed) {
    int count = Math.min(wanted, prompts.size() / ONE_OF);
    if (count == 0) {
      throw StageFailure.wrong(
          "%d training prompts are too few to set questions aside for spec.training.evaluateEverySteps: give at least %d, or set it to 0"
              .formatted(prompts.size(), ONE_OF));
    }
    List<Prompt> validation =
        prompts.stream()
            .sorted(comparing(prompt -> Fingerprint.of(seed + " " + prompt.id())))
            .limit(count)
            .toList();
    Set<Prompt> aside = new HashSet<>(validation);
    return new ValidationSplit(
        validation, prompts.stream().filter(prompt -> !aside.contains(prompt)).toList());
  }

  /** Whether a question is set aside, under whatever id. */
  public boolean holds(String id, String question) {
    return validation.stream()
        .anyMatch(prompt -> prompt.id().equals(id) || prompt.question().equals(question));
  }
}
