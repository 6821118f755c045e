package dev.rlaif.trainer.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows a file of JSON lines as it grows, reading each byte once. */
final class JsonTail {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes read at once. */
  private static final int PIECE = 1 << 20;

  /** A longer line is not one that a run writes. */
  private static final int LONGEST = 64 << 20;

  private final Path file;
  private final Runnable anew;
  private final Consumer<JsonNode> added;
  private long read;
  private @Nullable Object identity;

  /**
   * @param anew the file was replaced, or is gone: what was added counts no more
   * @param added hears of every whole line that is an object
   */
  JsonTail(Path file, Runnable anew, Consumer<JsonNode> added) {
    this.file = file;
    this.anew = anew;
    this.added = added;
  }

  /** Reads what was appended; true if there was anything. */
  boolean refresh() throws IOException {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return forget();
    }
    boolean replaced = !Objects.equals(identity, now.fileKey()) || now.size() < read;
    boolean forgot = replaced && forget();
    identity = now.fileKey();
    return (now.size() > read && readOn()) || forgot;
  }

  private boolean forget() {
    boolean had = read > 0;
    read = 0;
    identity = null;
    if (had) {
      anew.run();
    }
    return had;
  }

  private boolean readOn() throws IOException {
    long before = read;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      int piece = PIECE;
      while (read < channel.size()) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(piece, channel.size() - read));
        channel.position(read);
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {
          // a read may bring less than was asked for
        }
        int whole = lines(bytes.array(), bytes.position());
        read += whole;
        if (whole == 0 && (bytes.position() < piece || piece >= LONGEST)) {
          break; // the last line is still being written
        }
        piece = whole == 0 ? piece * 4 : PIECE;
      }
    }
    return read > before;
  }

  /** Bytes of the lines that are whole. */
  private int lines(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line(bytes, start, i - start);
        start = i + 1;
      }
    }
    return start;
  }

  /** What is no object is passed over: a page shows what can be read. */
  private void line(byte[] bytes, int from, int length) {
    try {
      JsonNode node = JSON.readTree(bytes, from, length);
      if (node.isObject()) {
        added.accept(node);
      }
    } catch (JsonProcessingException e) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }
}
