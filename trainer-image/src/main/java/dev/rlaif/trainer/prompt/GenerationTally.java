package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether it makes sense to ask for more questions. May be used by any thread. */
final class GenerationTally {
  /** Failures that may happen in a run of any size, beside one in twenty. */
  private static final int TOLERATED_FAILURES = 10;

  /** Replies before anything is concluded from how many of them are malformed. */
  private static final int ENOUGH = 64;

  /** Newest questions of which some must be new; at the end fewer are enough to tell. */
  private static final int NEWEST = 100;

  private static final int ENOUGH_AT_THE_END = 20;

  private final GeneratorRecipe recipe;
  private final Set<String> texts = new HashSet<>();
  private final Deque<Boolean> newest = new ArrayDeque<>();
  private int askedHere;
  private int failed;
  private int settled;
  private int malformed;
  private @Nullable String lastFailure;
  private @Nullable String firstMalformed;
  private @Nullable String lastQuestion;

  /**
   * @param before settled by earlier processes
   */
  GenerationTally(GeneratorRecipe recipe, List<SettledQuestion> before) {
    this.recipe = recipe;
    before.forEach(this::count);
  }

  synchronized void add(Attempt attempt) {
    askedHere++;
    if (attempt.failure().isPresent()) {
      failed++;
      lastFailure = attempt.failure().get().message();
    } else {
      count(attempt.settled());
    }
  }

  private void count(SettledQuestion question) {
    String text = question.question();
    settled++;
    if (text != null) {
      lastQuestion = text;
      newest.addLast(texts.add(NormalisedQuestion.of(text).text()));
      if (newest.size() > NEWEST) {
        newest.removeFirst();
      }
    } else {
      malformed++;
      firstMalformed = firstMalformed == null ? question.said() : firstMalformed;
    }
  }

  /** Goes on only if the questions come, and are questions, and not always the same. */
  synchronized void require() {
    if (failed > TOLERATED_FAILURES + askedHere / 20) {
      throw unserved();
    }
    if (settled >= ENOUGH) {
      requireQuestions();
    }
    if (newest.size() >= NEWEST) {
      requireVariety();
    }
  }

  /** As {@link #require}, of whatever there is once all were asked for. */
  synchronized void requireAtTheEnd() {
    require();
    requireQuestions();
    if (newest.size() >= ENOUGH_AT_THE_END) {
      requireVariety();
    }
  }

  private StageFailure unserved() {
    return new StageFailure(
        StageFailure.Exit.ENVIRONMENT,
        "spec.prompts.generate: %d of %d questions could not be had, the last: %s; see that the server is well, then the same command goes on after the questions that were had"
            .formatted(failed, askedHere, lastFailure));
  }

  private void requireQuestions() {
    if (2 * malformed > settled) {
      throw StageFailure.wrong(
          "spec.prompts.generate: of %d of %d questions every reply held no {\"question\": \"…\"}, such as: %s; show the model an example in systemPrompt, or take a larger model"
              .formatted(malformed, settled, firstMalformed));
    }
  }

  private void requireVariety() {
    long repeated = newest.stream().filter(isNew -> !isNew).count();
    if (20 * repeated >= 19L * newest.size()) {
      throw StageFailure.wrong(
          "spec.prompts.generate: the model repeats itself: %d of the last %d questions were there before, such as: %s; raise temperature (%s) or give more topics (%d), or set count to %d to go on with what there is"
              .formatted(
                  repeated,
                  newest.size(),
                  lastQuestion,
                  recipe.temperature(),
                  recipe.topics().size(),
                  settled));
    }
  }
}
