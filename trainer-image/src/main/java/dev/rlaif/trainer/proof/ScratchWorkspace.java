package dev.rlaif.trainer.proof;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the records of a proof that is to leave nothing behind; they tell its cost. */
record ScratchWorkspace(Workspace workspace) implements AutoCloseable {

  ScratchWorkspace() {
    this(new Workspace(made()));
  }

  private static Path made() {
    try {
      return Files.createTempDirectory("rlaif-judge-");
    } catch (IOException e) {
      throw StageFailure.environment(
          "no temporary folder can be made: give --workspace DIR, or set TMPDIR", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(workspace.root())) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw StageFailure.environment(workspace.root() + " cannot be deleted", e);
    }
  }
}
