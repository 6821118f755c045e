package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the header of a safetensors file: its length in 8 bytes, little-endian, JSON of
 * that length, then the data that the JSON's offsets divide among tensors.
 */
public final class SafetensorsFile {
  private static final int LENGTH_BYTES = 8;

  /** The format's own limit of a header. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;

  private SafetensorsFile(Path file) {
    this.file = file;
  }

  /**
   * The tensors of a file by name, in the order of the header. No element is read.
   *
   * @throws StageFailure the file is not there, or its header does not fit its content
   */
  public static Map<String, StoredTensor> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new SafetensorsFile(file).read(channel);
    } catch (NoSuchFileException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, file + ": no such file; is the folder complete?", e);
    } catch (IOException e) {
      throw StageFailure.environment(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<String, StoredTensor> read(FileChannel channel) throws IOException {
    if (channel.size() < LENGTH_BYTES) {
      throw wrong("is cut off: " + channel.size() + " bytes hold no header");
    }
    long headerBytes = bytes(channel, 0, LENGTH_BYTES).getLong();
    long available = channel.size() - LENGTH_BYTES;
    if (headerBytes < 2 || headerBytes > Math.min(available, MAX_HEADER_BYTES)) {
      throw wrong(
          "claims a header of "
              + Long.toUnsignedString(headerBytes)
              + " bytes, but "
              + available
              + " follow: cut off, or not a safetensors file");
    }
    ByteBuffer text = bytes(channel, LENGTH_BYTES, Math.toIntExact(headerBytes));
    JsonNode header = parse(StandardCharsets.UTF_8.decode(text).toString());
    List<Extent> extents = new ArrayList<>();
    long dataStart = LENGTH_BYTES + headerBytes;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        extents.add(extent(entry.getKey(), entry.getValue(), dataStart, channel.size()));
      }
    }
    refuseOverlaps(extents);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    extents.forEach(extent -> tensors.put(extent.tensor().name(), extent.tensor()));
    return Collections.unmodifiableMap(tensors);
  }

  /** Where a tensor lies, from the start of the data; end is exclusive. */
  private record Extent(StoredTensor tensor, long begin, long end) {}

  private Extent extent(String name, JsonNode entry, long dataStart, long fileSize) {
    TensorType type = type(name, entry.path("dtype").asText());
    List<Integer> shape = new ArrayList<>();
    for (JsonNode dimension : entry.path("shape")) {
      if (!dimension.canConvertToInt() || dimension.asInt() < 0) {
        throw wrong("tensor " + name + ": shape " + entry.path("shape") + " is not one");
      }
      shape.add(dimension.asInt());
    }
    JsonNode offsets = entry.path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (begin < 0 || end < begin || end > fileSize - dataStart) {
      throw wrong(
          "tensor "
              + name
              + ": offsets "
              + offsets
              + " are outside of the "
              + (fileSize - dataStart)
              + " bytes of data: cut off?");
    }
    StoredTensor tensor = new StoredTensor(file, name, type, shape, dataStart + begin);
    if (!holds(tensor, end - begin)) {
      throw wrong(
          "tensor "
              + name
              + ": "
              + (end - begin)
              + " bytes do not hold "
              + type
              + " of shape "
              + shape);
    }
    return new Extent(tensor, begin, end);
  }

  /** False also for shapes of more elements than can be counted. */
  private static boolean holds(StoredTensor tensor, long bytes) {
    try {
      return Math.multiplyExact(tensor.size(), tensor.type().bytes()) == bytes;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private TensorType type(String name, String text) {
    return Arrays.stream(TensorType.values())
        .filter(type -> type.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "tensor "
                        + name
                        + ": dtype "
                        + text
                        + " is not known; known are: "
                        + Arrays.toString(TensorType.values())));
  }

  private void refuseOverlaps(List<Extent> extents) {
    List<Extent> sorted =
        extents.stream()
            .sorted(Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).begin() < sorted.get(i - 1).end()) {
        throw wrong(
            "tensors "
                + sorted.get(i - 1).tensor().name()
                + " and "
                + sorted.get(i).tensor().name()
                + " overlap");
      }
    }
  }

  private JsonNode parse(String text) {
    try {
      JsonNode header = JSON.readTree(text);
      if (!header.isObject()) {
        throw wrong("has a header that is not a JSON object");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw wrong("has a header that is not JSON: " + e.getOriginalMessage());
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("ends early");
      }
    }
    return buffer.flip();
  }

  private StageFailure wrong(String problem) {
    return StageFailure.wrong(file + ": " + problem);
  }
}
