package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.run.Runs;
import picocli.CommandLine.Option;

/** What becomes of another run in the same folder. */
final class OverwriteOption {
  @Option(
      names = "--overwrite",
      description = "Deletes what the workspace holds of another plan, and starts afresh.")
  private boolean overwrite;

  Runs.Earlier earlier() {
    return overwrite ? Runs.Earlier.DELETED : Runs.Earlier.KEPT;
  }
}
