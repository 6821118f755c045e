package dev.rlaif.trainer.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers as a status shows them: a text of at most four decimals. */
final class Decimal {
  private Decimal() {}

  /** Null where there is no number. */
  static @Nullable String of(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value)
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : null;
  }

  static @Nullable String of(@Nullable Double value) {
    return value == null ? null : of(value.doubleValue());
  }

  static @Nullable String of(OptionalDouble value) {
    return of(value.orElse(Double.NaN));
  }
}
