package dev.rlaif.trainer.proof;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gate that was not passed.
 *
 * @param gate its name in {@code spec.validation.gates}
 * @param measured NaN: could not be measured, as too few answers were scored
 */
public record FailedGate(String gate, double wanted, double measured) {

  static List<FailedGate> of(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.standing() == Figure.Standing.MISSED)
        .map(figure -> new FailedGate(figure.gate(), orNaN(figure.wanted()), orNaN(figure.value())))
        .toList();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
