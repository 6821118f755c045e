package dev.rlaif.trainer.llama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
  private static final int CHUNK_ELEMENTS = 1 << 25;

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Takes parts of a tensor in order. */
  @FunctionalInterface
  public interface PartConsumer {

    /**
     * @param first number of the part's first element
     * @param bytes of the elements as the file holds them, little-endian, mapped
     */
    void accept(long first, ByteBuffer bytes);
  }

  /** Shows the elements as they are stored, without a copy of more than a part in memory. */
  public void forEachPart(PartConsumer consumer) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = size();
      for (long start = 0; start < size; start += CHUNK_ELEMENTS) {
        long count = Math.min(CHUNK_ELEMENTS, size - start);
        consumer.accept(
            start,
            channel
                .map(MapMode.READ_ONLY, offset + start * type.bytes(), count * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends the elements as fp32. */
  public void readInto(FloatBuffer target) {
    forEachPart((first, bytes) -> type.widen(bytes, target));
  }

  /** The elements as fp32, for tensors that are small. */
  public float[] toFloatArray() {
    float[] elements = new float[Math.toIntExact(size())];
    readInto(FloatBuffer.wrap(elements));
    return elements;
  }
}
