package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.GenerationTime;
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
              "has(self.generate) || self.?files.orValue([]).size() > 0",
              "prompts need generate, files or both"),
          prompts(
              "files",
              List.of("generate", "files"),
              prompts ->
                  prompts.generate() != null
                      || prompts.files().isEmpty()
                      || !trained(prompts).isEmpty(),
              "has(self.generate) || self.?files.orValue([]).size() == 0 || self.files.exists(f,"
                  + " f.?split.orValue('train') != 'heldOut')",
              "all files have split heldOut and nothing is generated: nothing is left to train on"),
          prompts(
              "files",
              List.of("files"),
              prompts ->
                  trained(prompts).stream().allMatch(file -> file.weight() != null)
                      || trained(prompts).stream().allMatch(file -> file.weight() == null),
              "!has(self.files) || self.files.all(f, f.?split.orValue('train') == 'heldOut' ||"
                  + " has(f.weight)) || self.files.all(f, f.?split.orValue('train') == 'heldOut' ||"
                  + " !has(f.weight))",
              "give every file a weight, or none"),
          prompts(
              "files",
              List.of("files"),
              prompts -> sumOfWeights(prompts) <= 1 + ROUNDING,
              "!has(self.files) || self.files.map(f, f.?weight.orValue(0.0)).sum() <= 1.0 + "
                  + ROUNDING,
              "the weights of the files add up to at most 1; the rest is generated"),
          prompts(
              "files",
              List.of("generate", "files"),
              prompts ->
                  prompts.generate() == null
                      || sumOfWeights(prompts) < 1 - ROUNDING
                      || sumOfWeights(prompts) > 1 + ROUNDING,
              "!has(self.generate) || !has(self.files) || self.files.map(f,"
                  + " f.?weight.orValue(0.0)).sum() < 1.0 - "
                  + ROUNDING
                  + " || self.files.map(f, f.?weight.orValue(0.0)).sum() > 1.0 + "
                  + ROUNDING,
              "the weights of the files leave nothing to what is generated: let them add up to less"
                  + " than 1, or leave generate out"),
          prompts(
              "generate.when",
              List.of("generate", "files"),
              prompts ->
                  prompts.generate() == null
                      || prompts.generate().when() != GenerationTime.WHILE_TRAINING
                      || trained(prompts).isEmpty(),
              "!has(self.generate) || self.generate.?when.orValue('') != 'WhileTraining' ||"
                  + " !has(self.files) || self.files.all(f, f.?split.orValue('train') == 'heldOut')",
              "with when WhileTraining files are for the evaluation only: give each split heldOut"),
          prompts(
              "generate.count",
              List.of("generate", "files", "heldOut"),
              prompts ->
                  prompts.generate() == null
                      || !prompts.files().isEmpty()
                      || prompts.generate().count() > prompts.heldOut(),
              "!has(self.generate) || self.?files.orValue([]).size() > 0 ||"
                  + " self.generate.?count.orValue(10000) > self.?heldOut.orValue(100)",
              "generate.count must be larger than heldOut, else nothing is left to train on"),
          new Rule<>(
              PromptFile.class,
              "weight",
              List.of("weight", "split"),
              file -> file.split() != Split.HELD_OUT || file.weight() == null,
              "self.?split.orValue('train') != 'heldOut' || !has(self.weight)",
              "weight is a share of the training prompts: a file with split heldOut has none"),
          new Rule<>(
              GeneratedPrompts.class,
              "endpoint",
              List.of("endpoint", "mode"),
              generate -> generate.mode() != PromptMode.ONLINE || generate.endpoint() != null,
              "self.?mode.orValue('') != 'Online' || has(self.endpoint)",
              "mode Online needs an endpoint"),
          new Rule<>(
              GeneratedPrompts.class,
              "when",
              List.of("endpoint", "when"),
              generate ->
                  generate.when() != GenerationTime.WHILE_TRAINING || generate.endpoint() != null,
              "self.?when.orValue('') != 'WhileTraining' || has(self.endpoint)",
              "when WhileTraining needs an endpoint: the run's own model is busy training"),
          new Rule<>(
              GeneratedPrompts.class,
              "endpoint",
              List.of("endpoint", "mode"),
              generate -> generate.endpoint() == null || generate.mode() == PromptMode.ONLINE,
              "!has(self.endpoint) || self.?mode.orValue('Online') == 'Online'",
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
      String at, List<String> reads, Predicate<Prompts> holds, String cel, String message) {
    return new Rule<>(Prompts.class, at, reads, holds, cel, message);
  }
}
