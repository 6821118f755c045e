package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.GenerationTime;
import java.util.List;
import java.util.Locale;

/** Prompts as a text for the terminal: where they came from, what was removed and why, samples. */
public final class PromptsText {
  private static final String SOURCE = "%-44s %7s %7s %7s %7s %7s %7s %7s%n";
  private static final String TOPIC = "%-44s %7s %7s %7s %7s %7s%n";
  private static final int SAMPLES = 5;

  private PromptsText() {}

  /**
   * The whole text.
   *
   * @param train prompts to train on, of which a few are shown
   * @param batchSize prompts of a training step
   */
  public static String of(PromptManifest manifest, List<Prompt> train, int batchSize) {
    var text = new StringBuilder();
    sources(manifest, text);
    PromptManifest.Generator generator = manifest.generator();
    if (generator != null) {
      topics(manifest.topics(), text);
      text.append(generation(generator));
    }
    text.append(line("%d prompts to train on, %d held out", manifest.train(), manifest.heldOut()));
    train.stream()
        .limit(SAMPLES)
        .forEach(prompt -> text.append(line("  for example: %s", prompt.question())));
    PromptWarnings.of(manifest, batchSize)
        .forEach(warning -> text.append(line("warning: %s", warning)));
    return text.toString();
  }

  private static void sources(PromptManifest manifest, StringBuilder text) {
    text.append(
        format(SOURCE, "from", "read", "same", "similar", "leaked", "train", "heldOut", "unused"));
    for (PromptManifest.Source source : manifest.sources()) {
      text.append(
          format(
              SOURCE,
              source.name(),
              source.read(),
              source.duplicates(),
              source.nearDuplicates(),
              source.leaks(),
              source.train(),
              source.heldOut(),
              source.unused()));
    }
  }

  private static void topics(List<PromptManifest.Topic> topics, StringBuilder text) {
    int trained = topics.stream().mapToInt(PromptManifest.Topic::train).sum();
    text.append(format(TOPIC, "topic", "asked", "came", "train", "share", "heldOut"));
    for (PromptManifest.Topic topic : topics) {
      text.append(
          format(
              TOPIC,
              topic.name(),
              topic.asked(),
              topic.questions(),
              topic.train(),
              String.format(Locale.ROOT, "%.1f %%", 100.0 * topic.train() / Math.max(1, trained)),
              topic.heldOut()));
    }
    text.append(
        line("evenness of the topics %.3f (1: all alike)", TopicBalance.of(topics).evenness()));
  }

  private static String generation(PromptManifest.Generator generator) {
    String rest =
        generator.when() == GenerationTime.WHILE_TRAINING
            ? "; the rest is generated while training"
            : "";
    return line(
        "%s: %d questions wanted, %d came, %d replies asked for, %d malformed, %d questions given up%s",
        generator.model(),
        generator.wanted(),
        generator.questions(),
        generator.asked(),
        generator.malformed(),
        generator.failed(),
        rest);
  }

  private static String line(String format, Object... values) {
    return format(format + "%n", values);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
