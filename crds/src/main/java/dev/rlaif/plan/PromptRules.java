package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.PromptMode;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.api.v1alpha1.Split;
import java.util.List;
import java.util.function.Predicate;

/** Rules of where a run's questions come from. */
final class PromptRules {
  /** Weights are decimal fractions, whose sum in binary may miss 1 by a little. */
  private static final double ROUNDING = 1e-9;

  static final List<Rule<?>> ALL =
      List.of(
          prompts(
              "",
              List.of("generate", "files"),
              prompts -> prompts.generate() != null || !prompts.files().isEmpty(),
              "prompts need generate, files or both"),
          prompts(
              "files",
              List.of("generate", "files"),
              prompts ->
                  prompts.generate() != null
                      || prompts.files().isEmpty()
                      || !trained(prompts).isEmpty(),
              "all files have split heldOut and nothing is generated: nothing is left to train on"),
          prompts(
              "files",
              List.of("files"),
              prompts ->
                  trained(prompts).stream().allMatch(file -> file.weight() != null)
                      || trained(prompts).stream().allMatch(file -> file.weight() == null),
              "give every file a weight, or none"),
          prompts(
              "files",
              List.of("files"),
              prompts -> sumOfWeights(prompts) <= 1 + ROUNDING,
              "the weights of the files add up to at most 1; the rest is generated"),
          prompts(
              "generate.count",
              List.of("generate", "files", "heldOut"),
              prompts ->
                  prompts.generate() == null
                      || !prompts.files().isEmpty()
                      || prompts.generate().count() > prompts.heldOut(),
              "generate.count must be larger than heldOut, else nothing is left to train on"),
          Rule.of(
              PromptFile.class,
              "weight",
              List.of("weight", "split"),
              file -> file.split() != Split.HELD_OUT || file.weight() == null,
              "weight is a share of the training prompts: a file with split heldOut has none"),
          Rule.of(
              GeneratedPrompts.class,
              "endpoint",
              List.of("endpoint", "mode"),
              generate -> generate.mode() != PromptMode.ONLINE || generate.endpoint() != null,
              "mode Online needs an endpoint"),
          Rule.of(
              GeneratedPrompts.class,
              "endpoint",
              List.of("endpoint", "mode"),
              generate -> generate.endpoint() == null || generate.mode() == PromptMode.ONLINE,
              "an endpoint is used in mode Online only"));

  private PromptRules() {}

  private static List<PromptFile> trained(Prompts prompts) {
    return prompts.files().stream().filter(file -> file.split() != Split.HELD_OUT).toList();
  }

  private static double sumOfWeights(Prompts prompts) {
    double sum = 0;
    for (PromptFile file : prompts.files()) {
      Double weight = file.weight();
      sum += weight == null ? 0 : weight;
    }
    return sum;
  }

  private static Rule<Prompts> prompts(
      String at, List<String> reads, Predicate<Prompts> holds, String message) {
    return Rule.of(Prompts.class, at, reads, holds, message);
  }
}
