package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Ranks and alphas of single modules, in PEFT's terms: the first key that matches the end of a
 * module's path decides, such as {@code down_proj} or {@code layers.1.mlp.(gate|up)_proj}.
 *
 * @param ranks by regular expression, each at least 1
 * @param alphas by regular expression, each positive
 */
public record LoraPatterns(Map<String, Integer> ranks, Map<String, Double> alphas) {
  /** The same rank and alpha everywhere. */
  public static final LoraPatterns NONE = new LoraPatterns(Map.of(), Map.of());

  public LoraPatterns {
    ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
    alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
    ranks.forEach(
        (key, rank) -> {
          compile(key);
          if (rank < 1) {
            throw StageFailure.wrong(
                "LoRA rank of '" + key + "' is " + rank + ": must be at least 1");
          }
        });
    alphas.forEach(
        (key, alpha) -> {
          compile(key);
          if (!(alpha > 0)) {
            throw StageFailure.wrong(
                "LoRA alpha of '" + key + "' is " + alpha + ": must be positive");
          }
        });
  }

  /** The rank of a module that does not have the common one. */
  Optional<Integer> rank(String path) {
    return first(ranks, path);
  }

  /** The alpha of a module that does not have the common one. */
  Optional<Double> alpha(String path) {
    return first(alphas, path);
  }

  /** Keys that match none of the paths. */
  List<String> unmatched(List<String> paths) {
    return Stream.of(ranks, alphas)
        .flatMap(patterns -> patterns.keySet().stream())
        .filter(key -> paths.stream().noneMatch(compile(key).asMatchPredicate()))
        .toList();
  }

  private static <T> Optional<T> first(Map<String, T> patterns, String path) {
    return patterns.entrySet().stream()
        .filter(entry -> compile(entry.getKey()).matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Pattern compile(String key) {
    try {
      return Pattern.compile("(?:.*\\.)?(?:" + key + ")");
    } catch (PatternSyntaxException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          "LoRA pattern '" + key + "' is no regular expression: " + e.getDescription(),
          e);
    }
  }
}
