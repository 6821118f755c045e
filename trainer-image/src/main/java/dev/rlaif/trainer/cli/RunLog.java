package dev.rlaif.trainer.cli;

import dev.rlaif.plan.StageName;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;

/** What a run does, in a terminal or a container's log. */
final class RunLog implements RunListener {
  private static final String INDENT = "   ";

  private final Terminal terminal;

  RunLog(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begins(StageName stage, String what) {
    terminal.stage(stage.word(), what);
  }

  @Override
  public void notes(String line) {
    terminal.line(laidOut(line));
  }

  @Override
  public void concludes(String text) {
    terminal.result(laidOut(text));
  }

  /** A single line is set in under its stage; a table has its own layout. */
  private static String laidOut(String text) {
    return text.contains("\n") ? text : INDENT + text;
  }

  @Override
  public void counts(String what, long done, long of) {
    terminal.progress(what, done, of);
  }

  @Override
  public void trains(long done, long total) {
    if (done > 0) {
      terminal.line(INDENT + "resumes after step %d of %d".formatted(done, total));
    }
  }

  @Override
  public void stepped(ProgressLine line, StepMetrics metrics) {
    terminal.progress(line.text(), line.done() == line.total());
  }

  @Override
  public void pauses(String why) {
    terminal.line(INDENT + why);
  }

  @Override
  public void goesOn() {
    // said with how long it took, as a note
  }

  @Override
  public void saved(long step) {
    // said in the line of the stage's end, and by the folder's name
  }
}
