package dev.rlaif.trainer.run;

import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keeps what was said instead of printing it. */
public final class SilentLog implements RunListener {
  public final Set<String> said = Collections.synchronizedSet(new LinkedHashSet<>());

  @Override
  public void begins(StageName stage, String what) {
    said.add(stage.word() + " " + what);
  }

  @Override
  public void notes(String line) {
    said.add(line);
  }

  @Override
  public void concludes(String text) {
    said.add(text);
  }

  @Override
  public void counts(String what, long done, long of) {}

  @Override
  public void trains(long done, long total) {}

  @Override
  public void stepped(ProgressLine line, StepMetrics metrics) {}

  @Override
  public void pauses(String why) {
    said.add(why);
  }

  @Override
  public void goesOn() {}

  @Override
  public void saved(long step) {}

  @Override
  public void finished(StageReport report) {}
}
