package dev.rlaif.trainer.llama;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A tensor that lies in a file.
 *
 * @param offset of its first byte, from the start of the file
 */
public record StoredTensor(
    Path file, String name, TensorType type, List<Integer> shape, long offset) {
  private static final int CHUNK_ELEMENTS = 1 << 22;

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
     * @param bytes of the elements as the file holds them, little-endian, direct; another part's
     *     when this one is accepted
     */
    void accept(long first, ByteBuffer bytes);
  }

  /**
   * Shows the elements as they are stored, a part at a time in one buffer: pages of a mapped file
   * would stay resident until the garbage collector unmaps it, which may be never.
   *
   * @throws StageFailure the file cannot be read
   */
  public void forEachPart(PartConsumer consumer) {
    forEachPart(0, size(), consumer);
  }

  /** As {@link #forEachPart(PartConsumer)}, of some elements. */
  public void forEachPart(long from, long elements, PartConsumer consumer) {
    int most = (int) Math.min(CHUNK_ELEMENTS, elements);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(most * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      for (long start = from; start < from + elements; start += most) {
        long count = Math.min(most, from + elements - start);
        buffer.clear().limit((int) count * type.bytes());
        fill(channel, buffer, offset + start * type.bytes());
        consumer.accept(start, buffer.flip());
      }
    } catch (IOException e) {
      throw StageFailure.environment(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("ends early");
      }
    }
  }

  /** Appends the elements as fp32. */
  public void readInto(FloatBuffer target) {
    forEachPart((first, bytes) -> type.widen(bytes, target));
  }

  /** Some elements as fp32. */
  public float[] toFloatArray(long from, int count) {
    float[] elements = new float[count];
    FloatBuffer target = FloatBuffer.wrap(elements);
    forEachPart(from, count, (first, bytes) -> type.widen(bytes, target));
    return elements;
  }

  /** The elements as fp32, for tensors that are small. */
  public float[] toFloatArray() {
    float[] elements = new float[Math.toIntExact(size())];
    readInto(FloatBuffer.wrap(elements));
    return elements;
  }
}
