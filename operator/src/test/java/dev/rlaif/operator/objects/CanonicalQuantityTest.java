package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {
  @ParameterizedTest
  @CsvSource({"4, 4", "0.5, 500m", "1000m, 1", "1500m, 1500m", "0.0001, 1m", "2000, 2k", "00, 0"})
  void cpusAreWrittenAsTheServerWritesThem(String given, String canonical) {
    assertThat(CanonicalQuantity.cpu(given)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "16Gi, 16Gi",
    "1.5Gi, 1536Mi",
    "2048Mi, 2Gi",
    "0.3Ki, 308",
    "1024Ti, 1Pi",
    "1000Mi, 1000Mi"
  })
  void memoryIsWrittenAsTheServerWritesIt(String given, String canonical) {
    assertThat(CanonicalQuantity.memory(given)).hasToString(canonical);
  }
}
