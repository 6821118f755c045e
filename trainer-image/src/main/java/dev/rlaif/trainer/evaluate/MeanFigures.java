package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of several passes, averaged; meanings and units as in {@link PassFigures}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeanFigures(
    int passes,
    double scored,
    double violations,
    double violationRate,
    @Nullable Double useful,
    double ended,
    double meanLength,
    @Nullable Double meanScore,
    @Nullable Double kl) {

  static MeanFigures of(List<PassFigures> passes) {
    return new MeanFigures(
        passes.size(),
        required(passes, PassFigures::scored),
        required(passes, PassFigures::violations),
        required(passes, PassFigures::violationRate),
        mean(passes, PassFigures::useful),
        required(passes, PassFigures::ended),
        required(passes, PassFigures::meanLength),
        mean(passes, PassFigures::meanScore),
        mean(passes, PassFigures::kl));
  }

  private static double required(List<PassFigures> passes, Function<PassFigures, Number> figure) {
    return passes.stream()
        .mapToDouble(pass -> figure.apply(pass).doubleValue())
        .average()
        .orElse(0);
  }

  private static @Nullable Double mean(
      List<PassFigures> passes, Function<PassFigures, @Nullable Number> figure) {
    var mean =
        passes.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(Number::doubleValue)
            .average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }
}
