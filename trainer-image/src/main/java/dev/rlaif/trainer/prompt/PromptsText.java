package dev.rlaif.trainer.prompt;

import java.util.Locale;

/** A manifest as a table for the terminal. */
public final class PromptsText {
  private static final String ROW = "%-44s %7s %7s %7s %7s %7s %7s%n";

  private PromptsText() {}

  public static String of(PromptManifest manifest) {
    var text = new StringBuilder();
    text.append(row("from", "read", "same", "similar", "train", "heldOut", "unused"));
    for (PromptManifest.Source source : manifest.sources()) {
      text.append(
          row(
              source.name(),
              source.read(),
              source.duplicates(),
              source.nearDuplicates(),
              source.train(),
              source.heldOut(),
              source.unused()));
    }
    PromptManifest.Generator generator = manifest.generator();
    if (generator != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %d replies asked for, %d malformed, %d questions given up%n",
              generator.model(),
              generator.asked(),
              generator.malformed(),
              generator.failed()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%d prompts to train on, %d held out%n",
                manifest.train(),
                manifest.heldOut()))
        .toString();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }
}
