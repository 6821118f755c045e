package dev.rlaif.trainer.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The pairs of a workspace and their manifest. */
public final class PairFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PairFiles() {}

  /**
   * The pairs to train on, in the order of the file.
   *
   * @throws StageFailure if they are not there, or not as the pairs stage wrote them
   */
  public static List<Preference> read(Workspace workspace) {
    Path file = workspace.preferencePairs();
    PairManifest manifest =
        manifest(workspace)
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        file + " has no pairs yet: make them with: rlaif pairs -f FILE"));
    if (!holds(file, manifest.fingerprint())) {
      throw StageFailure.wrong(
          file
              + " is not as the pairs stage wrote it: delete "
              + workspace.pairManifest()
              + ", and the stage makes the pairs again");
    }
    return JsonLines.log(file).stream().map(line -> line.as(Preference.class)).toList();
  }

  /** Absent before the pairs are complete. */
  public static Optional<PairManifest> manifest(Workspace workspace) {
    Path file = workspace.pairManifest();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), PairManifest.class));
    } catch (JsonProcessingException ofAnotherVersion) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The manifest, if the same inputs made the pairs that are there. */
  static Optional<PairManifest> finished(Workspace workspace, String inputs) {
    return manifest(workspace)
        .filter(manifest -> manifest.inputs().equals(inputs))
        .filter(manifest -> holds(workspace.preferencePairs(), manifest.fingerprint()));
  }

  /** The manifest last, because its presence says that the pairs are whole. */
  static void write(Workspace workspace, String pairs, PairManifest manifest) {
    AtomicFile.write(workspace.preferencePairs(), pairs);
    try {
      AtomicFile.write(
          workspace.pairManifest(),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and strings are always writable", e);
    }
  }

  private static boolean holds(Path file, String fingerprint) {
    try {
      return Files.exists(file) && Fingerprint.ofFile(file).equals(fingerprint);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static StageFailure unreadable(Path file, IOException e) {
    return StageFailure.environment(
        file + " cannot be read: " + e.getMessage() + "; check the workspace's volume", e);
  }
}
