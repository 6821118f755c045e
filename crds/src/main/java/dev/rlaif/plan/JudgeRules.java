package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.Combination;
import dev.rlaif.api.v1alpha1.Format;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.api.v1alpha1.ScoringMode;
import dev.rlaif.api.v1alpha1.TransformType;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.api.v1alpha1.ValidationExample;
import dev.rlaif.api.v1alpha1.ValidationExamples;
import dev.rlaif.api.v1alpha1.Wordlist;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rules of a judge. */
final class JudgeRules {
  private static final String ASKS_NOBODY =
      "has(self.wordlist) || has(self.format) || has(self.parts)";

  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              RewardJudge.class,
              "metadata.name",
              List.of("metadata.name"),
              judge -> judge.metadata().name().length() <= 44,
              "self.metadata.name.size() <= 44",
              "metadata.name has more than 44 characters: the names of Jobs and Services are made"
                  + " from it"),
          new Rule<>(
              RewardJudge.class,
              "metadata.name",
              List.of("metadata.name"),
              judge -> judge.metadata().name().matches(RunRules.NAME),
              Cel.matches("self.metadata.name", RunRules.NAME),
              RunRules.NAME_SAYS),
          spec(
              "",
              List.of("endpoint", "serve", "wordlist", "format", "parts"),
              spec ->
                  count(spec.endpoint(), spec.serve(), spec.wordlist(), spec.format(), spec.parts())
                      == 1,
              "[has(self.endpoint), has(self.serve), has(self.wordlist), has(self.format),"
                  + " has(self.parts)].filter(x, x).size() == 1",
              "exactly one of endpoint, serve, wordlist, format and parts must be given"),
          spec(
              "prompt",
              List.of("wordlist", "format", "parts", "prompt"),
              spec -> asksNobody(spec) || spec.prompt() != null,
              ASKS_NOBODY + " || has(self.prompt)",
              "a judge with endpoint or serve needs prompt.template"),
          spec(
              "",
              List.of("wordlist", "format", "parts", "prompt", "scoring"),
              spec -> !asksNobody(spec) || spec.prompt() == null && spec.scoring() == null,
              "!(" + ASKS_NOBODY + ") || !has(self.prompt) && !has(self.scoring)",
              "a judge with wordlist, format or parts has neither prompt nor scoring: parts have"
                  + " their own"),
          spec(
              "combine",
              List.of("combine", "parts"),
              spec -> spec.combine() == null || spec.parts() != null,
              "!has(self.combine) || has(self.parts)",
              "combine is read with parts only"),
          spec(
              "combine",
              List.of("combine", "parts"),
              spec -> spec.combine() == Combination.WEIGHTED || !isWeighted(spec),
              // an optional list would count as one of any length
              "self.?combine.orValue('mean') == 'weighted' || !has(self.parts) ||"
                  + " !self.parts.exists(p, has(p.weight))",
              "parts have a weight: set combine to weighted, or leave the weights out"),
          spec(
              "scale",
              List.of("scale", "transform"),
              spec ->
                  spec.transform().type() == TransformType.IDENTITY
                      || spec.scale().min() > 0 && spec.scale().max() < 1,
              "!has(self.scale) || self.?transform.?type.orValue('logit') == 'identity' ||"
                  + " self.scale.min > 0.0 && self.scale.max < 1.0",
              "transform logit needs a scale inside the open interval from 0 to 1, for example 0.01"
                  + " to 0.99"),
          new Rule<>(
              JudgePart.class,
              "",
              List.of("endpoint", "wordlist", "format"),
              part -> count(part.endpoint(), part.wordlist(), part.format()) == 1,
              "[has(self.endpoint), has(self.wordlist), has(self.format)].filter(x, x).size() == 1",
              "a part has exactly one of endpoint, wordlist and format"),
          new Rule<>(
              JudgePart.class,
              "prompt",
              List.of("endpoint", "prompt", "scoring"),
              part ->
                  part.endpoint() != null
                      ? part.prompt() != null
                      : part.prompt() == null && part.scoring() == null,
              "has(self.endpoint) ? has(self.prompt) : !has(self.prompt) && !has(self.scoring)",
              "a part with endpoint needs prompt.template, any other part has neither prompt nor"
                  + " scoring"),
          new Rule<>(
              Format.class,
              "",
              List.of("minWords", "maxWords", "mustEnd", "mustMatch", "mustNotMatch"),
              JudgeRules::asksSomething,
              "self.?minWords.orValue(0) > 0 || has(self.maxWords) || self.?mustEnd.orValue(true) ||"
                  + " self.?mustMatch.orValue([]).size() + self.?mustNotMatch.orValue([]).size() >"
                  + " 0",
              "a format asks nothing: give a number of words, mustEnd, mustMatch or mustNotMatch"),
          new Rule<>(
              Format.class,
              "minWords",
              List.of("minWords", "maxWords"),
              format -> format.maxWords() == null || format.minWords() <= format.maxWords(),
              "self.?minWords.orValue(0) <= self.?maxWords.orValue(10000)",
              "format.minWords is larger than format.maxWords"),
          new Rule<>(
              Wordlist.class,
              "",
              List.of("forbid", "require", "configMapRef", "uri"),
              JudgeRules::wordsComeFromOnePlace,
              "[self.?forbid.orValue([]).size() + self.?require.orValue([]).size() > 0,"
                  + " has(self.configMapRef), has(self.uri)].filter(x, x).size() == 1",
              "a wordlist has either forbid and require, or configMapRef, or uri"),
          new Rule<>(
              Wordlist.class,
              "minWords",
              List.of("minWords", "maxWords"),
              words -> words.maxWords() == null || words.minWords() <= words.maxWords(),
              "self.?minWords.orValue(0) <= self.?maxWords.orValue(10000)",
              "minWords is larger than maxWords"),
          new Rule<>(
              JudgePrompt.class,
              "template",
              List.of("template"),
              prompt -> prompt.template().contains("{answer}"),
              "self.template.contains('{answer}')",
              "template must contain {answer}: the text to be scored"),
          new Rule<>(
              Scale.class,
              "",
              List.of("min", "max"),
              scale -> scale.min() < scale.max(),
              "self.min < self.max",
              "scale.min must be smaller than scale.max"),
          new Rule<>(
              Scoring.class,
              "labels",
              List.of("labels", "mode"),
              scoring -> (scoring.labels() != null) == (scoring.mode() == ScoringMode.PROBABILITY),
              "has(self.labels) == (self.?mode.orValue('text') == 'probability')",
              "labels go with mode probability, and only with it"),
          new Rule<>(
              ValidationExamples.class,
              "",
              List.of("configMapRef", "inline", "uri"),
              examples -> count(examples.configMapRef(), examples.inline(), examples.uri()) == 1,
              "[has(self.configMapRef), has(self.inline), has(self.uri)].filter(x, x).size() == 1",
              "examples come either from configMapRef, inline or uri"),
          new Rule<>(
              Validation.class,
              "gates",
              List.of("rewordings", "gates"),
              validation ->
                  validation.rewordings() > 0 || validation.gates().maxRewordingFlipRate() == null,
              "self.?rewordings.orValue(1) > 0 || !self.?gates.?maxRewordingFlipRate.hasValue()",
              "gates.maxRewordingFlipRate needs rewordings of at least 1"),
          new Rule<>(
              ValidationExample.class,
              "",
              List.of("good", "bad"),
              example -> !example.good().equals(example.bad()),
              "self.good != self.bad",
              "good and bad are the same text"));

  private JudgeRules() {}

  /** Words and rules stand in the document; parts have their own prompts. */
  private static boolean asksNobody(RewardJudgeSpec spec) {
    return spec.wordlist() != null || spec.format() != null || spec.parts() != null;
  }

  private static boolean isWeighted(RewardJudgeSpec spec) {
    List<JudgePart> parts = spec.parts();
    return parts != null && parts.stream().anyMatch(part -> part.weight() != null);
  }

  private static boolean asksSomething(Format format) {
    return format.minWords() > 0
        || format.maxWords() != null
        || format.mustEnd()
        || !format.mustMatch().isEmpty()
        || !format.mustNotMatch().isEmpty();
  }

  private static boolean wordsComeFromOnePlace(Wordlist words) {
    boolean here = !words.forbid().isEmpty() || !words.require().isEmpty();
    return count(here ? words.forbid() : null, words.configMapRef(), words.uri()) == 1;
  }

  private static long count(@Nullable Object... given) {
    return Stream.of(given).filter(Objects::nonNull).count();
  }

  private static Rule<RewardJudgeSpec> spec(
      String at, List<String> reads, Predicate<RewardJudgeSpec> holds, String cel, String message) {
    return new Rule<>(RewardJudgeSpec.class, at, reads, holds, cel, message);
  }
}
