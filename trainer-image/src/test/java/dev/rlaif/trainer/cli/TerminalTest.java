package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.cli.Terminal.Detail;
import dev.rlaif.trainer.cli.Terminal.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final StringWriter out = new StringWriter();

  private Terminal terminal(Detail detail, Kind kind) {
    return new Terminal(new PrintWriter(out), detail, kind);
  }

  @Test
  void countsUpOnOneLineAndEndsIt() {
    Terminal terminal = terminal(Detail.EVERYTHING, Kind.INTERACTIVE);
    terminal.progress("judging", 1, 3);
    terminal.progress("judging", 3, 3);
    terminal.progress("judging", 1, 2);
    terminal.line("done");

    assertThat(out)
        .hasToString("\r   judging 1 of 3\r   judging 3 of 3\n\r   judging 1 of 2\ndone\n");
  }

  @Test
  void passesOverACountThatComesLate() {
    Terminal terminal = terminal(Detail.EVERYTHING, Kind.INTERACTIVE);
    terminal.progress("judging", 2, 3);
    terminal.progress("judging", 1, 3);

    assertThat(out).hasToString("\r   judging 2 of 3");
  }

  @Test
  void writesLinesNowAndThenWhereNothingMoves() {
    Terminal terminal = terminal(Detail.EVERYTHING, Kind.PLAIN);
    terminal.stage("train", "model");
    terminal.progress("step 1", false);
    terminal.progress("step 2", false);
    terminal.progress("step 3", true);

    assertThat(out).hasToString("\n== train     model\n   step 1\n   step 3\n");
  }

  @Test
  void aLineThatIsWrittenOverIsNeverBrokenByTheTerminal() {
    var narrow =
        new Terminal(new PrintWriter(out), Detail.EVERYTHING, Kind.INTERACTIVE, Style.PLAIN, 20);
    narrow.progress("0123456789012345678901234567890", false);

    assertThat(out).hasToString("\r   0123456789012345");
  }

  @Test
  void coloursAreForTerminalsWhoseOwnerWantsThem() {
    assertThat(Style.of(Kind.INTERACTIVE, Map.of("TERM", "xterm"))).isEqualTo(Style.COLOUR);
    assertThat(Style.of(Kind.INTERACTIVE, Map.of("TERM", "xterm", "NO_COLOR", "1")))
        .isEqualTo(Style.PLAIN);
    assertThat(Style.of(Kind.INTERACTIVE, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(Style.of(Kind.PLAIN, Map.of("TERM", "xterm"))).isEqualTo(Style.PLAIN);
    assertThat(Style.COLOUR.good("PASSED")).startsWith("\u001B[").contains("PASSED");
    assertThat(Style.PLAIN.good("PASSED")).isEqualTo("PASSED");
  }

  @Test
  void quietMeansResultsOnly() {
    Terminal terminal = terminal(Detail.RESULTS, Kind.INTERACTIVE);
    terminal.stage("train", "model");
    terminal.progress("step", 1, 1);
    terminal.line("said");
    terminal.result("found");

    assertThat(out).hasToString("found\n");
  }

  @Test
  void progressBesideAResultIsSilentWhereNobodyWatches() {
    Terminal.ofProgress(new PrintWriter(out), Kind.PLAIN).progress("judging", 1, 1);

    assertThat(out.toString()).isEmpty();
  }
}
