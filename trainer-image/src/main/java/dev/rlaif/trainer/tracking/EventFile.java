package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A TensorBoard event file; every record is on its way to the disk when its method returns. */
public final class EventFile implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";

  private final Path file;
  private final OutputStream out;
  private final Clock clock;

  private EventFile(Path file, OutputStream out, Clock clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Opens a new file beside those that are there.
   *
   * @param folder is made where it is missing
   * @param resumeAt first step that is computed (again) after a resume; readers then drop what
   *     earlier files have from this step on; absent where a run begins, which leaves nothing of a
   *     beginning that was given up
   */
  public static EventFile open(Path folder, String host, Clock clock, OptionalLong resumeAt) {
    try {
      Files.createDirectories(folder);
      if (resumeAt.isEmpty()) {
        deleteAll(folder);
      }
      EventFile events = create(folder, host, clock);
      events.write(TensorBoardEvent.version(events.now()));
      resumeAt.ifPresent(step -> events.write(TensorBoardEvent.sessionStart(events.now(), step)));
      return events;
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  public void scalars(StepMetrics metrics) {
    write(TensorBoardEvent.scalars(now(), metrics));
  }

  /**
   * @param values non-finite ones are left out
   */
  public void histogram(long step, String name, double[] values) {
    write(TensorBoardEvent.histogram(now(), step, name, Histogram.of(values)));
  }

  /** Samples as Markdown, all under one tag. */
  public void texts(long step, String name, List<String> texts) {
    write(TensorBoardEvent.texts(now(), step, name, texts));
  }

  /**
   * Hyper-parameters of the run.
   *
   * @param hparams numbers, booleans; all else as text
   * @param metrics tags to show beside them
   */
  public void hparams(String run, Map<String, Object> hparams, List<String> metrics) {
    write(TensorBoardEvent.experiment(now(), hparams, metrics));
    write(TensorBoardEvent.session(now(), run, hparams));
  }

  public Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Two files of the same second would be one, so the name moves on. */
  private static EventFile create(Path folder, String host, Clock clock) throws IOException {
    long seconds = clock.instant().getEpochSecond();
    while (true) {
      Path file = folder.resolve(String.format(PREFIX + "%010d.%s", seconds, host));
      try {
        return new EventFile(
            file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
      } catch (FileAlreadyExistsException taken) {
        seconds++;
      }
    }
  }

  private void write(byte[] event) {
    try {
      out.write(RecordFrame.of(event));
      out.flush();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private double now() {
    Instant instant = clock.instant();
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private static StageFailure failure(Path path, IOException e) {
    return StageFailure.environment(
        path + " cannot be written: " + e.getMessage() + "; check the workspace's volume", e);
  }
}
