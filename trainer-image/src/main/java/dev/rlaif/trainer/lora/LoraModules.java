package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which linear layers carry an adapter, in PEFT's terms.
 *
 * @param names of modules, or the ends of their paths behind a dot; empty where there is an
 *     expression
 * @param expression regular expression of whole paths, such as {@code
 *     model.layers.0.self_attn.q_proj}
 * @param excluded names as above that carry none all the same
 * @param layers numbers of the layers; empty: every layer
 */
public record LoraModules(
    List<String> names, Optional<String> expression, List<String> excluded, List<Integer> layers) {

  public LoraModules {
    names = List.copyOf(names);
    excluded = List.copyOf(excluded);
    layers = List.copyOf(layers);
    if (names.isEmpty() && expression.isEmpty()) {
      throw StageFailure.wrong("LoRA targets are empty: name some of " + LoraTarget.modules());
    }
    names.forEach(LoraTarget::ofPath);
    expression.ifPresent(LoraModules::compile);
  }

  /** Modules of these names in every layer. */
  public static LoraModules of(List<String> names) {
    return new LoraModules(names, Optional.empty(), List.of(), List.of());
  }

  /** Whether a layer's module carries an adapter. */
  boolean cover(LoraTarget target, int layer) {
    String path = target.path(layer);
    boolean named =
        expression
            .map(text -> compile(text).matcher(path).matches())
            .orElseGet(() -> isIn(names, path));
    return named && !isIn(excluded, path) && (layers.isEmpty() || layers.contains(layer));
  }

  /** The targets that carry an adapter in some of the first layers. */
  Set<LoraTarget> targets(int layerCount) {
    EnumSet<LoraTarget> set = EnumSet.noneOf(LoraTarget.class);
    for (LoraTarget target : LoraTarget.values()) {
      for (int layer = 0; layer < layerCount && !set.contains(target); layer++) {
        if (cover(target, layer)) {
          set.add(target);
        }
      }
    }
    return set;
  }

  private static boolean isIn(List<String> names, String path) {
    return names.stream().anyMatch(name -> path.equals(name) || path.endsWith("." + name));
  }

  private static Pattern compile(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          "LoRA targets '" + expression + "' are no regular expression: " + e.getDescription(),
          e);
    }
  }
}
