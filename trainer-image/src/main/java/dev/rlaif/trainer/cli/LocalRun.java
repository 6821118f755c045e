package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.cli.RunSelection.Run;
import dev.rlaif.trainer.run.Progress;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.run.StopOnSignal;
import dev.rlaif.trainer.stage.StageFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run on this machine: its stages, what a person sees of them, and Ctrl-C. */
final class LocalRun implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(110);

  private final Run run;
  private final Terminal terminal;
  private final RunStages stages;
  private volatile @Nullable StopOnSignal stop;

  LocalRun(Run run, Map<String, String> environment, Terminal terminal) {
    this(run, environment, terminal, new RunLog(terminal));
  }

  /**
   * @param log hears what the stages do
   */
  LocalRun(Run run, Map<String, String> environment, Terminal terminal, RunListener log) {
    this.run = run;
    this.terminal = terminal;
    var progress = new Progress(log, Clock.systemUTC());
    this.stages =
        new RunStages(run.plan(), run.workspace(), environment, progress, this::isAskedToStop);
  }

  /** Does stages that a signal ends in good order. */
  <T> T stoppable(Function<RunStages, T> work) {
    try (StopOnSignal listening =
        new StopOnSignal(GRACE, line -> terminal.line("   " + line), () -> {})) {
      stop = listening;
      try {
        return work.apply(stages);
      } catch (StageFailure failure) {
        if (isAskedToStop()) {
          terminal.line("rlaif: " + failure.getMessage());
        }
        listening.exit(failure.exit().code());
        throw failure;
      }
    }
  }

  RunStages stages() {
    return stages;
  }

  private boolean isAskedToStop() {
    StopOnSignal listening = stop;
    return listening != null && listening.isAsked();
  }

  @Override
  public void close() {
    try (run) {
      stages.close();
    }
  }
}
