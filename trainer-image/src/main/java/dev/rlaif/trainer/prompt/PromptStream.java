package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Prompts that are generated while training goes on, a bounded number of them ahead of it. Every
 * reply is in the journal before its prompt is used, and prompts follow from the journal in the
 * order of their numbers: so a resumed run gets the same prompts at the same places.
 */
public final class PromptStream implements AutoCloseable {
  private final StreamedPrompts prompts;
  private final QuestionJournal journal;
  private final Chat chat;
  private final Workspace workspace;
  private final Thread producer;

  private PromptStream(
      StreamedPrompts prompts,
      QuestionJournal journal,
      Chat chat,
      Workspace workspace,
      Thread producer) {
    this.prompts = prompts;
    this.journal = journal;
    this.chat = chat;
    this.workspace = workspace;
    this.producer = producer;
  }

  /**
   * Begins to generate, after the prompts that the prompts stage left in the workspace.
   *
   * @param first prompts to train on that the prompts stage left
   * @param aside prompts that are never trained on, beside the held-out ones
   * @param usable whether a prompt may be trained on at all, for example by its length
   * @param ahead prompts that are generated beyond those that were taken
   * @param log hears when somebody waits
   */
  public static PromptStream open(
      Prompts spec,
      GeneratedPrompts generate,
      QuestionWriters writers,
      Workspace workspace,
      List<Prompt> first,
      List<Prompt> aside,
      Predicate<Prompt> usable,
      int ahead,
      Consumer<String> log,
      StopSignal stop) {
    GeneratorRecipe recipe = writers.recipe(generate, spec.seed());
    int begin = QuestionGeneration.wanted(spec, generate);
    List<Prompt> never = new ArrayList<>(PromptFiles.read(workspace.heldOutPrompts()));
    never.addAll(aside);
    QuestionJournal journal =
        QuestionJournal.open(workspace.generatedPrompts(recipe.fingerprint()));
    Chat chat = null;
    try {
      chat = writers.open(generate);
    } finally {
      if (chat == null) {
        journal.close();
      }
    }
    var prompts =
        new StreamedPrompts(
            journal,
            new StreamedPrompts.Range(begin, generate.count()),
            new NovelPrompts(first, never, usable),
            ahead,
            log,
            stop);
    var generator = new PromptGenerator(chat, recipe, QuestionWriters.window(generate));
    var tally = new GenerationTally(recipe, journal.first(generate.count()));
    var producer = new Thread(() -> prompts.produce(generator, tally), "prompt-stream");
    producer.setDaemon(true);
    producer.start();
    return new PromptStream(prompts, journal, chat, workspace, producer);
  }

  /**
   * Prompts at these places, waiting until they are there; fewer at the end of the stream.
   *
   * @throws dev.rlaif.trainer.stage.StageFailure if no more can be generated
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop while it waits
   */
  public List<Prompt> take(int from, int count) {
    return prompts.take(from, count);
  }

  /** All prompts, waiting for the last one. */
  public List<Prompt> all() {
    return prompts.take(0, Integer.MAX_VALUE);
  }

  /** What became of the questions so far. */
  public StreamCounts counts() {
    return prompts.counts();
  }

  /** Ends the generation; replies that are under way are lost. */
  @Override
  public void close() {
    prompts.end();
    chat.close();
    try {
      producer.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    journal.close();
    AtomicFile.write(workspace.streamedPrompts(), JsonLines.text(List.of(counts())));
  }
}
