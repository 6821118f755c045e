package dev.rlaif.trainer.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;

/**
 * A tensor that lies in a file.
 *
 * @param offset of its first byte, from the start of the file
 */
public record StoredTensor(
    Path file, String name, TensorType type, List<Integer> shape, long offset) {
  private static final int CHUNK_ELEMENTS = 1 << 26;

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Appends the elements as fp32. */
  public void readInto(FloatBuffer target) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = size();
      for (long start = 0; start < size; start += CHUNK_ELEMENTS) {
        long count = Math.min(CHUNK_ELEMENTS, size - start);
        type.widen(
            channel
                .map(MapMode.READ_ONLY, offset + start * type.bytes(), count * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN),
            target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements as fp32, for tensors that are small. */
  public float[] toFloatArray() {
    float[] elements = new float[Math.toIntExact(size())];
    readInto(FloatBuffer.wrap(elements));
    return elements;
  }
}
