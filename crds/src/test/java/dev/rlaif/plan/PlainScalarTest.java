package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainScalarTest {

  @ParameterizedTest
  @CsvSource({
    "1e-5, 1.0E-5",
    "1.41e-5, 1.41E-5",
    "-3, -3",
    "0, 0",
    ".5, 0.5",
    "2., 2.0",
    "yes, true",
    "Off, false",
    "~, null",
    "y, '\"y\"'",
    "010, '\"010\"'",
    "0.5, 0.5",
    "1_000, '\"1_000\"'",
    "v1alpha1, '\"v1alpha1\"'",
    "2026-01-01, '\"2026-01-01\"'",
  })
  void readsAsKubectlDoes(String text, String json) {
    assertThat(PlainScalar.parse(text)).hasToString(json);
  }
}
