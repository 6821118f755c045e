package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.api.v1alpha1.Split;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The questions of a document that are generated before the training. They are kept by themselves,
 * as another split or blend needs no new ones.
 *
 * @param questions what came of each, in the order of their numbers; those that the server did not
 *     answer are absent
 * @param wanted how many were to be asked for
 */
record QuestionGeneration(
    GeneratedPrompts spec, GeneratorRecipe recipe, List<SettledQuestion> questions, int wanted) {
  /** To train on before the rest is there; as many as measure the base model's scores. */
  private static final int FIRST_TO_TRAIN_ON = 256;

  /** Asks for what is not there yet. */
  static QuestionGeneration run(
      Prompts prompts,
      GeneratedPrompts spec,
      QuestionWriters writers,
      Workspace workspace,
      PromptProgress progress,
      StopSignal stop) {
    GeneratorRecipe recipe = writers.recipe(spec, prompts.seed());
    int wanted = wanted(prompts, spec);
    try (var journal = QuestionJournal.open(workspace.generatedPrompts(recipe.fingerprint()))) {
      int[] missing = IntStream.range(0, wanted).filter(i -> journal.find(i).isEmpty()).toArray();
      var tally = new GenerationTally(recipe, journal.first(wanted));
      if (missing.length > 0) {
        ask(missing, wanted, spec, recipe, writers, journal, tally, progress, stop);
      }
      tally.requireAtTheEnd();
      return new QuestionGeneration(spec, recipe, journal.first(wanted), wanted);
    }
  }

  /** How many questions are generated before the training. */
  static int wanted(Prompts prompts, GeneratedPrompts spec) {
    if (spec.when() == GenerationTime.BEFORE_TRAINING) {
      return spec.count();
    }
    boolean filesAreHeldOut =
        prompts.files().stream().anyMatch(file -> file.split() == Split.HELD_OUT);
    int heldOut = filesAreHeldOut ? 0 : prompts.heldOut();
    return Math.min(spec.count(), heldOut + FIRST_TO_TRAIN_ON);
  }

  private static void ask(
      int[] missing,
      int wanted,
      GeneratedPrompts spec,
      GeneratorRecipe recipe,
      QuestionWriters writers,
      QuestionJournal journal,
      GenerationTally tally,
      PromptProgress progress,
      StopSignal stop) {
    var done = new AtomicInteger(wanted - missing.length);
    progress.done(done.get(), wanted);
    try (Chat chat = writers.open(spec)) {
      new PromptGenerator(chat, recipe, QuestionWriters.window(spec))
          .generate(
              IntStream.of(missing).iterator(),
              tally,
              attempt -> {
                if (attempt.isSettled()) {
                  journal.add(attempt.settled());
                }
                progress.done(done.incrementAndGet(), wanted);
              },
              stop);
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while questions were generated; those that were had are kept, and the same"
              + " command goes on after them");
    }
  }

  /**
   * The questions as a pool.
   *
   * @param files what they leave of the whole is generated
   */
  PromptPool pool(List<PromptPool> files) {
    boolean weighted = files.stream().anyMatch(file -> file.weight().isPresent());
    double rest = 1 - files.stream().mapToDouble(file -> file.weight().orElse(0)).sum();
    List<PooledQuestion> pooled = new ArrayList<>();
    for (SettledQuestion settled : questions) {
      String text = settled.question();
      if (text != null) {
        pooled.add(PooledQuestion.about(settled.topic(), text));
      }
    }
    return new PromptPool(
        PromptPool.GENERATED,
        Fingerprint.ofJson(pooled.stream().map(PooledQuestion::text).toList()),
        weighted ? OptionalDouble.of(Math.max(0, rest)) : OptionalDouble.empty(),
        Optional.empty(),
        pooled);
  }

  PromptManifest.Generator counts() {
    int asked = questions.stream().mapToInt(SettledQuestion::asked).sum();
    int malformed = questions.stream().mapToInt(SettledQuestion::malformed).sum();
    int found = (int) questions.stream().filter(q -> q.question() != null).count();
    int givenUp =
        (int) questions.stream().filter(q -> q.question() == null && !wasAsked(q)).count();
    return new PromptManifest.Generator(
        recipe.model(),
        recipe.url(),
        recipe.fingerprint(),
        spec.when(),
        recipe.temperature(),
        wanted,
        asked,
        malformed,
        wanted - questions.size() + givenUp,
        found);
  }

  /** Whether every reply came and was malformed, instead of a refusal. */
  private static boolean wasAsked(SettledQuestion question) {
    return question.malformed() == question.asked();
  }

  List<PromptManifest.Topic> topics(PromptSet set) {
    return recipe.topics().stream()
        .map(
            topic ->
                new PromptManifest.Topic(
                    topic,
                    (int) of(topic).count(),
                    (int) of(topic).filter(q -> q.question() != null).count(),
                    set.trainTopics().getOrDefault(topic, 0),
                    set.heldOutTopics().getOrDefault(topic, 0)))
        .toList();
  }

  private Stream<SettledQuestion> of(String topic) {
    return questions.stream().filter(question -> question.topic().equals(topic));
  }
}
