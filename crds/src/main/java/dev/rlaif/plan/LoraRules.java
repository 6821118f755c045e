package dev.rlaif.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rlaif.api.v1alpha1.Lora;
import dev.rlaif.api.v1alpha1.LoraTarget;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Rules of the adapter's patterns. */
final class LoraRules {
  private static final int LONGEST = 128;

  /** More than the models have that are trained; the trainer compares with those that it loads. */
  private static final int LAYERS = 256;

  static final List<Rule<?>> ALL =
      List.of(
          patterns("rankPattern", Lora::rankPattern), patterns("alphaPattern", Lora::alphaPattern));

  private LoraRules() {}

  /** Patterns of modules that no model has, or that get no adapter. */
  static List<Problem> problems(Document<RlaifRun> run) {
    List<Problem> problems = new ArrayList<>();
    if (run.isSound("spec.lora.targets")) {
      Lora lora = run.value().spec().lora();
      problems.addAll(unmatched(run, "rankPattern", lora.rankPattern().keySet(), lora));
      problems.addAll(unmatched(run, "alphaPattern", lora.alphaPattern().keySet(), lora));
    }
    return problems;
  }

  private static List<Problem> unmatched(
      Document<RlaifRun> run, String field, Set<String> patterns, Lora lora) {
    String path = "spec.lora." + field;
    if (!run.isSound(path)) {
      return List.of();
    }
    return patterns.stream()
        .filter(pattern -> !matchesSome(pattern, lora.targets()))
        .map(
            pattern ->
                run.problem(
                    path,
                    "'"
                        + pattern
                        + "' matches no module that gets an adapter: match the name of one of the"
                        + " targets, or the end of its path, such as model.layers.0."
                        + path(lora.targets().get(0))))
        .toList();
  }

  /** As PEFT matches: the whole path, or its end behind a dot. */
  private static boolean matchesSome(String pattern, List<LoraTarget> targets) {
    Pattern compiled = Pattern.compile("(?:.*\\.)?(?:" + pattern + ")");
    for (LoraTarget target : targets) {
      for (int layer = 0; layer < LAYERS; layer++) {
        if (compiled.matches("model.layers." + layer + "." + path(target))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String path(LoraTarget target) {
    return switch (target) {
      case Q_PROJ, K_PROJ, V_PROJ, O_PROJ -> "self_attn." + Fields.spelling(target);
      case GATE_PROJ, UP_PROJ, DOWN_PROJ -> "mlp." + Fields.spelling(target);
    };
  }

  private static Rule<Lora> patterns(String field, Function<Lora, Map<String, ?>> patterns) {
    return new Rule<>(
        Lora.class,
        // an error has no field of its own
        "",
        List.of(field),
        lora -> patterns.apply(lora).keySet().stream().allMatch(LoraRules::isExpression),
        // whether it matches does not matter; a text that is no expression is an error, which
        // refuses
        "!has(self.%1$s) || self.%1$s.all(key, key.size() > 0 && key.size() <= %2$d && ''.matches(key) in [true, false])"
            .formatted(field, LONGEST),
        field
            + " has a key that is no expression of RE2 of 1 to "
            + LONGEST
            + " characters, such as down_proj or layers.(0|1).mlp.up_proj");
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return !text.isEmpty() && text.length() <= LONGEST;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
