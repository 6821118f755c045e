package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.prompt.PromptManifest.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person should know of prompts before they are trained on. */
public final class PromptWarnings {
  /** Of the questions read or generated; more are a sign of few topics or a small model. */
  private static final double MANY_DUPLICATES = 0.3;

  private PromptWarnings() {}

  /**
   * Warnings, each a sentence of its own.
   *
   * @param batchSize prompts of a training step
   */
  public static List<String> of(PromptManifest manifest, int batchSize) {
    List<String> warnings = new ArrayList<>();
    PromptManifest.Generator generator = manifest.generator();
    if (manifest.train() < batchSize) {
      warnings.add(
          "%d prompts to train on are fewer than spec.rollout.batchSize, which is %d: each step asks some of them more than once"
              .formatted(manifest.train(), batchSize));
    }
    for (Source source : manifest.sources()) {
      duplicates(source, warnings);
    }
    if (generator != null && generator.failed() > 0) {
      warnings.add(
          "%d of %d questions could not be had from %s"
              .formatted(generator.failed(), generator.wanted(), generator.model()));
    }
    TopicBalance.of(manifest.topics()).shrunk().forEach(topic -> warnings.add(shrunk(topic)));
    return warnings;
  }

  private static void duplicates(Source source, List<String> warnings) {
    int same = source.duplicates() + source.nearDuplicates();
    if (same > MANY_DUPLICATES * source.read()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d of %d questions of %s are the same as others or nearly: %s",
              same,
              source.read(),
              source.name(),
              source.name().equals(PromptPool.GENERATED)
                  ? "give more topics, or a higher temperature"
                  : "give more different ones"));
    }
  }

  private static String shrunk(PromptManifest.Topic topic) {
    return "the topic \"%s\" lost more than half of its share: %d asked for, %d came, %d are trained on"
        .formatted(topic.name(), topic.asked(), topic.questions(), topic.train());
  }
}
