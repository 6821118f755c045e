package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgeErrorsTest {

  @Test
  void aShareOfTheWindowMayBeMissing() {
    var errors = new JudgeErrors(0.05);
    for (int i = 0; i < 10; i++) {
      errors.add(true);
    }
    assertThat(errors.areTooMany()).isFalse();

    errors.add(true);

    assertThat(errors.areTooMany()).isTrue();
    assertThat(errors).hasToString("11 of the last 11 answers");
  }

  @Test
  void oldOnesAreForgotten() {
    var errors = new JudgeErrors(0.05);
    for (int i = 0; i < 11; i++) {
      errors.add(true);
    }
    for (int i = 0; i < JudgeErrors.WINDOW - 11; i++) {
      errors.add(false);
    }
    assertThat(errors.areTooMany()).isTrue();

    errors.add(false);

    assertThat(errors.areTooMany()).isFalse();
    assertThat(errors).hasToString("10 of the last 200 answers");
  }
}
