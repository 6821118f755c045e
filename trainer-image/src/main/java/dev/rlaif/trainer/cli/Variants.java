package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what is compared. */
final class Variants {
  @Option(
      names = "--algorithms",
      split = ",",
      paramLabel = "A,B",
      description = "A variant for each: algorithm.type is set to it, and its name is that.")
  private List<String> algorithms = new ArrayList<>();

  @Option(
      names = "--variant",
      paramLabel = "NAME:PATH=VALUE",
      description =
          "Overrides a field in the variant called NAME, as --set does in all; may be repeated, with"
              + " a name of --algorithms or another.")
  private List<String> fields = new ArrayList<>();

  /** Overrides by the variant's name, in the order in which the names were first given. */
  Map<String, List<String>> byName() {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    for (String algorithm : algorithms) {
      variants.put(algorithm, new ArrayList<>(List.of("algorithm.type=" + algorithm)));
    }
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (!field.matches("[A-Za-z0-9][A-Za-z0-9_.-]*:[^=]+=.*")) {
        throw StageFailure.wrong(
            "--variant " + field + ": give NAME:PATH=VALUE, such as gentle:training.seed=2");
      }
      variants
          .computeIfAbsent(field.substring(0, colon), name -> new ArrayList<>())
          .add(field.substring(colon + 1));
    }
    if (variants.size() < 2) {
      throw StageFailure.wrong(
          "a comparison is of two variants or more: give --algorithms PPO,GRPO, or --variant twice");
    }
    return variants;
  }
}
