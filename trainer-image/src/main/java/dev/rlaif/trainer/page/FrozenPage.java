package dev.rlaif.trainer.page;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The page as a file that needs no server: what the live page shows when a run is over. */
public final class FrozenPage {
  private FrozenPage() {}

  /**
   * Writes {@code evaluation/report.html} from what lies in the workspace.
   *
   * @param environment variables, where a judge's word list is looked up
   */
  public static void write(Workspace workspace, Map<String, String> environment) {
    AtomicFile.write(workspace.evaluationPage(), html(workspace, environment));
  }

  static String html(Workspace workspace, Map<String, String> environment) {
    var reader = new RunReader(workspace, environment);
    try {
      reader.refresh();
    } catch (IOException e) {
      throw StageFailure.environment("page of the run: cannot read " + workspace.root(), e);
    }
    return PageDocument.of(
        new PageData(
            PageData.Mode.FROZEN,
            List.of(PageData.Run.of(reader)),
            Pairs.read(workspace, reader.words())));
  }
}
