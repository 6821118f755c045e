package dev.rlaif.operator.objects;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Quantities as the API server writes them: with any other spelling, such as {@code 1000m} for
 * {@code 1}, what is applied would differ from what is stored for ever.
 */
final class CanonicalQuantity {
  private static final List<String> DECIMAL = List.of("m", "", "k", "M");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private CanonicalQuantity() {}

  /** CPUs, such as {@code 4}, {@code 0.5} or {@code 500m}; parts of a thousandth are rounded up. */
  static Quantity cpu(String text) {
    BigDecimal thousandths =
        text.endsWith("m")
            ? new BigDecimal(text.substring(0, text.length() - 1))
            : new BigDecimal(text).multiply(THOUSAND);
    return shortest(thousandths, THOUSAND, DECIMAL);
  }

  /** Memory with a binary suffix, such as {@code 16Gi}; parts of a byte are rounded up. */
  static Quantity memory(String text) {
    String suffix = text.substring(text.length() - 2);
    BigDecimal bytes =
        new BigDecimal(text.substring(0, text.length() - 2))
            .multiply(KIBI.pow(BINARY.indexOf(suffix)));
    return shortest(bytes, KIBI, BINARY);
  }

  private static Quantity shortest(BigDecimal amount, BigDecimal step, List<String> suffixes) {
    BigDecimal rest = amount.setScale(0, RoundingMode.CEILING);
    int suffix = 0;
    while (rest.signum() > 0
        && suffix + 1 < suffixes.size()
        && rest.remainder(step).signum() == 0) {
      rest = rest.divide(step, RoundingMode.UNNECESSARY);
      suffix++;
    }
    return new Quantity(rest.toPlainString(), rest.signum() == 0 ? "" : suffixes.get(suffix));
  }
}
