package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The questions that a recipe has had, one line each as soon as it is settled: a process that is
 * killed loses no more than the replies that were under way. May be used by any thread.
 */
final class QuestionJournal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Map<Integer, SettledQuestion> byNumber = new TreeMap<>();

  private QuestionJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the journal; a last line that was cut off is removed, so that the next one is whole. */
  static QuestionJournal open(Path file) {
    AtomicFile.makeFolder(file);
    try {
      boolean exists = Files.exists(file);
      long whole = exists ? wholeBytes(file) : 0;
      List<JsonLines.Line> lines = exists ? JsonLines.log(file) : List.of();
      var journal =
          new QuestionJournal(
              file,
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                  .truncate(whole)
                  .position(whole));
      for (JsonLines.Line line : lines) {
        SettledQuestion settled = line.as(SettledQuestion.class);
        journal.byNumber.put(settled.number(), settled);
      }
      return journal;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static long wholeBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Keeps what came of a question; nothing once the journal is closed. */
  synchronized void add(SettledQuestion settled) {
    if (!channel.isOpen()) {
      return;
    }
    byte[] line = JsonLines.text(List.of(settled)).getBytes(StandardCharsets.UTF_8);
    try {
      var bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
    byNumber.put(settled.number(), settled);
  }

  synchronized Optional<SettledQuestion> find(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** The settled ones of the first {@code count} questions, in the order of their numbers. */
  synchronized List<SettledQuestion> first(int count) {
    List<SettledQuestion> first = new ArrayList<>();
    byNumber.forEach(
        (number, settled) -> {
          if (number < count) {
            first.add(settled);
          }
        });
    return first;
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static StageFailure unusable(Path file, IOException e) {
    return StageFailure.environment(
        file + " cannot be written (" + e + "): check free space and permissions", e);
  }
}
