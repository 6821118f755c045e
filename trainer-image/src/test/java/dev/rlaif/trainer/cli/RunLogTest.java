package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.StageName;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private final StringWriter out = new StringWriter();
  private final RunLog log =
      new RunLog(
          new Terminal(new PrintWriter(out), Terminal.Detail.EVERYTHING, Terminal.Kind.PLAIN));

  @Test
  void linesAreSetInAndTablesKeepTheirLayout() {
    log.begins(StageName.TRAIN, "a model");
    log.trains(0, 40);
    log.trains(12, 40);
    log.notes("a note");
    log.concludes("  base tuned\n     1     2");
    log.counts("judging", 40, 40);

    assertThat(out.toString().lines())
        .containsExactly(
            "",
            "== train     a model",
            "   resumes after step 12 of 40",
            "   a note",
            "  base tuned",
            "     1     2",
            "   judging 40 of 40");
  }
}
