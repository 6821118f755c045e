package dev.rlaif.trainer.run;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plan as a cluster mounts it. */
public final class PlanFile {
  private PlanFile() {}

  /**
   * The plan of a file.
   *
   * @throws StageFailure with exit code 1 if it is not there, 42 if it is no such plan
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return PlanJson.read(Files.readString(file), type);
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be read: " + e + "; is the plan mounted there?", e);
    } catch (IllegalArgumentException e) {
      throw StageFailure.wrong(
          file + " " + e.getMessage() + "; are operator and trainer of the same version?");
    }
  }
}
