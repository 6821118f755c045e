package dev.rlaif.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named fp32 vectors in one safetensors file: u64 header length, JSON header, data. */
final class FloatArrays {
  private static final int CHUNK = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FloatArrays() {}

  static void write(Path file, Map<String, float[]> arrays) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, float[]> array : arrays.entrySet()) {
      long end = offset + (long) array.getValue().length * Float.BYTES;
      ObjectNode entry = header.putObject(array.getKey()).put("dtype", "F32");
      entry.putArray("shape").add(array.getValue().length);
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = JSON.writeValueAsBytes(header);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(out, buffer(Long.BYTES).putLong(text.length).flip());
      writeAll(out, ByteBuffer.wrap(text));
      ByteBuffer chunk = buffer(CHUNK);
      for (float[] array : arrays.values()) {
        for (float value : array) {
          if (!chunk.hasRemaining()) {
            writeAll(out, chunk.flip());
            chunk.clear();
          }
          chunk.putFloat(value);
        }
      }
      writeAll(out, chunk.flip());
    }
  }

  static Map<String, float[]> read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer length = readAt(in, 0, Long.BYTES);
      int headerBytes = Math.toIntExact(length.getLong());
      JsonNode header = JSON.readTree(readAt(in, Long.BYTES, headerBytes).array());
      long data = Long.BYTES + (long) headerBytes;
      Map<String, float[]> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        float[] array = new float[entry.getValue().path("shape").path(0).intValue()];
        long from = data + entry.getValue().path("data_offsets").path(0).longValue();
        fill(in, from, array);
        arrays.put(entry.getKey(), array);
      }
      return arrays;
    }
  }

  private static void fill(FileChannel in, long from, float[] array) throws IOException {
    int perChunk = CHUNK / Float.BYTES;
    for (int start = 0; start < array.length; start += perChunk) {
      int count = Math.min(perChunk, array.length - start);
      readAt(in, from + (long) start * Float.BYTES, count * Float.BYTES)
          .asFloatBuffer()
          .get(array, start, count);
    }
  }

  private static ByteBuffer readAt(FileChannel in, long position, int bytes) throws IOException {
    ByteBuffer buffer = buffer(bytes);
    while (buffer.hasRemaining()) {
      if (in.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("ends after " + in.size() + " bytes, in the middle of an array");
      }
    }
    return buffer.flip();
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
