package dev.rlaif.trainer.checkpoint;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run, one folder each: {@code step-000120}. A checkpoint is written aside and
 * renamed when it is whole, so that a crash at any moment leaves the ones before.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern NAME = Pattern.compile("step-(\\d{6,})");
  private static final String ASIDE = ".tmp-";
  private static final long MARGIN_BYTES = 1 << 20;

  private final Path folder;
  private final int keep;
  private final ToLongFunction<Path> usableBytes;

  /**
   * @param folder is made when the first checkpoint is saved
   * @param keep how many of the last are kept; the best validated one is kept besides
   */
  public CheckpointStore(Path folder, int keep) {
    this(folder, keep, path -> path.toFile().getUsableSpace());
  }

  CheckpointStore(Path folder, int keep, ToLongFunction<Path> usableBytes) {
    this.folder = folder;
    this.keep = keep;
    this.usableBytes = usableBytes;
  }

  /**
   * Saves a checkpoint, then deletes those that are no longer kept.
   *
   * @param adapter writes the PEFT files into the folder that it is given
   * @return the checkpoint's folder
   * @throws StageFailure if it cannot be written; the ones before are as they were
   */
  public Path save(Checkpoint checkpoint, Consumer<Path> adapter) {
    String name = String.format("step-%06d", checkpoint.step());
    Path aside = folder.resolve(ASIDE + name);
    try {
      Files.createDirectories(folder);
      deleteAside();
      requireSpace(checkpoint.sizeBytes() + MARGIN_BYTES);
      Files.createDirectory(aside);
      CheckpointFiles.write(aside, checkpoint, adapter);
      Seal.write(aside);
      Path place = folder.resolve(name);
      moveAway(place);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
      Seal.flush(folder);
      prune(checkpoint);
      deleteAside();
      return place;
    } catch (IOException | UncheckedIOException e) {
      throw failure(name, e);
    }
  }

  /**
   * The newest checkpoint that is whole; half-written and damaged ones are passed over with a
   * warning.
   *
   * @throws StageFailure if a later version of the trainer wrote it
   */
  public Optional<SavedCheckpoint> latest() {
    return steps().stream()
        .sorted(Comparator.reverseOrder())
        .map(this::at)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The checkpoint of a step, if it is there and whole. */
  public Optional<SavedCheckpoint> at(long step) {
    Path place = folder.resolve(String.format("step-%06d", step));
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    try {
      Seal.check(place);
      return Optional.of(new SavedCheckpoint(place, CheckpointFiles.read(place)));
    } catch (IOException e) {
      LOG.warn("checkpoint {} is passed over: {}", place, e.getMessage());
      return Optional.empty();
    }
  }

  /** Steps that have a folder, whole or not, ascending. */
  private List<Long> steps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> NAME.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StageFailure.environment(
          folder + " cannot be listed: " + e + "; check the volume of the workspace", e);
    }
  }

  /** A later step than the one saved was damaged when the run resumed; it is left to look at. */
  private void prune(Checkpoint saved) throws IOException {
    List<Long> upToNow = steps().stream().filter(step -> step <= saved.step()).toList();
    for (long step : upToNow.subList(0, Math.max(0, upToNow.size() - keep))) {
      BestValidation best = saved.state().selection().best();
      if (best == null || best.step() != step) {
        moveAway(folder.resolve(String.format("step-%06d", step)));
      }
    }
  }

  /** Deletes all checkpoints, whole or not; what was trained of them lies elsewhere. */
  public void deleteAll() {
    try {
      for (long step : steps()) {
        moveAway(folder.resolve(String.format("step-%06d", step)));
      }
      if (Files.isDirectory(folder)) {
        deleteAside();
      }
    } catch (IOException e) {
      throw StageFailure.environment(
          folder + " cannot be emptied: " + e + "; check the volume of the workspace", e);
    }
  }

  /** Renamed before it is deleted, so that a half-deleted checkpoint never counts. */
  private void moveAway(Path place) throws IOException {
    if (Files.exists(place)) {
      Path away = folder.resolve(ASIDE + "old-" + place.getFileName());
      Files.move(place, away, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void deleteAside() throws IOException {
    List<Path> leftOver;
    try (Stream<Path> all = Files.list(folder)) {
      leftOver = all.filter(p -> p.getFileName().toString().startsWith(ASIDE)).toList();
    }
    for (Path root : leftOver) {
      try (Stream<Path> inside = Files.walk(root)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void requireSpace(long bytes) throws IOException {
    long usable = usableBytes.applyAsLong(folder);
    if (usable < bytes) {
      throw new IOException(
          "No space left on device: "
              + bytes / MARGIN_BYTES
              + " MiB are needed, "
              + usable / MARGIN_BYTES
              + " MiB are free");
    }
  }

  private StageFailure failure(String name, Exception e) {
    try {
      deleteAside();
    } catch (IOException cleanUp) {
      e.addSuppressed(cleanUp);
    }
    return StageFailure.environment(
        "checkpoint "
            + folder.resolve(name)
            + " was not written: "
            + e.getMessage()
            + "; earlier checkpoints are intact. Make room on the workspace's volume or lower"
            + " training.checkpoint.keep, then start the run again: it resumes",
        e);
  }
}
