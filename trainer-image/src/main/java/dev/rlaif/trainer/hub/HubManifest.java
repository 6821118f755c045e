package dev.rlaif.trainer.hub;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a download is of. It is written before the first byte, so that a download that is resumed
 * goes on with the same commit, and again when all files are there.
 *
 * @param uri {@code hf://ORG/NAME}
 * @param revision branch, tag or commit that was asked for
 * @param commit that the revision meant then
 * @param complete whether all files are there and were checked
 */
record HubManifest(
    String uri, String revision, String commit, List<HubFile> files, boolean complete) {

  /** The manifest of a folder, if it is of this model. */
  static Optional<HubManifest> read(Path file, String uri, String revision) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      HubManifest manifest = PlanJson.read(Files.readString(file), HubManifest.class);
      return Optional.of(manifest)
          .filter(there -> there.uri.equals(uri) && there.revision.equals(revision));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // unreadable says nothing, so the hub is asked again
    }
  }

  void write(Path file) {
    AtomicFile.write(file, PlanJson.writePretty(this) + "\n");
  }

  HubManifest completed() {
    return new HubManifest(uri, revision, commit, files, true);
  }

  long totalBytes() {
    return files.stream().mapToLong(HubFile::sizeBytes).sum();
  }
}
