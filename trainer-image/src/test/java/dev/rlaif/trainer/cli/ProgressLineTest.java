package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void showsEachPercentOnceAndEndsItsLine() {
    var out = new StringWriter();
    var line = new ProgressLine("judging", new PrintWriter(out), true);
    for (int i = 1; i <= 1000; i++) {
      line.done(i, 1000);
    }

    assertThat(out.toString().chars().filter(c -> c == '\r')).hasSize(101);
    assertThat(out.toString()).endsWith("judging [" + "#".repeat(30) + "] 1000/1000\n");
  }

  @Test
  void isSilentWhereNobodyWatches() {
    var out = new StringWriter();
    new ProgressLine("judging", new PrintWriter(out), false).done(1, 1);

    assertThat(out.toString()).isEmpty();
  }
}
