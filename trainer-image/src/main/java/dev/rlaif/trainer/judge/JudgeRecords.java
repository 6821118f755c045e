package dev.rlaif.trainer.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file with one {@link JudgeRecord} a line; calls of any thread. */
final class JudgeRecords implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter writer;

  JudgeRecords(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      dropUnfinishedLine(file);
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** A process that was killed while it wrote leaves half a line, which would spoil the next. */
  private static void dropUnfinishedLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      while (end > 0) {
        last.clear();
        if (channel.read(last, end - 1) == 1 && last.get(0) == '\n') {
          break;
        }
        end--;
      }
      channel.truncate(end);
    }
  }

  synchronized void add(JudgeRecord record) {
    try {
      writer.write(JSON.writeValueAsString(record));
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private StageFailure unwritable(IOException e) {
    return StageFailure.environment(
        file + " cannot be written: check free space and permissions", e);
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
