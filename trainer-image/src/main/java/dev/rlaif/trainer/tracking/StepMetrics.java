package dev.rlaif.trainer.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The numbers of one training step by name, in the order in which they were put.
 *
 * @param step the first is 1
 */
public record StepMetrics(long step, Map<String, Double> values) {

  public StepMetrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static StepMetrics of(long step) {
    return new StepMetrics(step, Map.of());
  }

  /** The same with one number more. */
  public StepMetrics with(String name, double value) {
    return with(Map.of(name, value));
  }

  /** The same with more numbers, in their order; an existing name is replaced. */
  public StepMetrics with(Map<String, Double> more) {
    Map<String, Double> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new StepMetrics(step, all);
  }

  public OptionalDouble get(String name) {
    Double value = values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
