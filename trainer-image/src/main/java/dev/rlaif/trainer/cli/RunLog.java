package dev.rlaif.trainer.cli;

import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.evaluate.EvaluationText;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a run does, in a terminal or a container's log. */
final class RunLog implements RunListener {
  private static final String INDENT = "   ";
  private static final String REWARD = "env/reward_mean";

  /** Of pairs, which are not scored while they are trained on. */
  private static final String MARGIN = "rewards/margins";

  /** A shorter curve says nothing. */
  private static final int SHORTEST_CURVE = 6;

  private static final int LONGEST_CURVE = 32;

  private final Terminal terminal;
  private final List<Double> learned = Collections.synchronizedList(new ArrayList<>());

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
    if (text.startsWith(EvaluationText.PASSED)) {
      terminal.result(terminal.style().good(text));
    } else if (text.startsWith(EvaluationText.REJECTED)) {
      terminal.result(terminal.style().bad(text));
    } else {
      terminal.result(laidOut(text));
    }
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
    learned.clear();
    if (done > 0) {
      terminal.line(INDENT + "resumes after step %d of %d".formatted(done, total));
    }
  }

  @Override
  public void stepped(ProgressLine line, StepMetrics metrics) {
    String name = metrics.get(REWARD).isPresent() ? REWARD : MARGIN;
    metrics.get(name).ifPresent(learned::add);
    Curve curve = new Curve(List.copyOf(learned));
    boolean last = line.done() == line.total();
    int room = terminal.columns() - INDENT.length() - line.text().length() - 2;
    boolean fits = terminal.isInteractive() && room >= SHORTEST_CURVE;
    terminal.progress(
        fits ? line.text() + "  " + curve.line(Math.min(room, LONGEST_CURVE)) : line.text(), last);
    if (last) {
      String what = name.equals(REWARD) ? "reward, mean of a step" : "margin, mean of a step";
      String chart = curve.chart(what, terminal.columns());
      if (!chart.isEmpty()) {
        terminal.line(chart);
      }
    }
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

  @Override
  public void finished(StageReport report) {
    // each stage has said it in its own words
  }
}
