package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.llama.ModelWriter.Content;
import dev.rlaif.trainer.llama.StoredTensor;
import dev.rlaif.trainer.llama.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.stream.IntStream;

/**
 * A weight W [out, in] with scale B A added, in fp32, some rows at a time, then rounded to the type
 * that W has.
 *
 * @param flat parameters of the adapter, where A and B lie
 */
record MergedTensor(
    StoredTensor weight, float[] flat, AdapterLayout.Part a, AdapterLayout.Part b, double scale)
    implements Content {
  private static final int CHUNK_ELEMENTS = 1 << 22;

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    int rows = weight.shape().get(0);
    int columns = weight.shape().get(1);
    int step = Math.max(1, CHUNK_ELEMENTS / columns);
    for (int start = 0; start < rows; start += step) {
      int first = start;
      int count = Math.min(step, rows - start);
      float[] sum = weight.toFloatArray((long) first * columns, count * columns);
      IntStream.range(0, count).parallel().forEach(row -> add(sum, row * columns, first + row));
      write(channel, sum, weight.type());
    }
  }

  /** Adds a row of the product to the elements from an offset on. */
  private void add(float[] sum, int offset, int row) {
    int columns = a.columns();
    for (int r = 0; r < a.rows(); r++) {
      float factor = (float) (scale * flat[b.offset() + row * b.columns() + r]);
      int down = a.offset() + r * columns;
      for (int i = 0; i < columns; i++) {
        sum[offset + i] += factor * flat[down + i];
      }
    }
  }

  private static void write(WritableByteChannel channel, float[] elements, TensorType type)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(elements.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float element : elements) {
      type.append(element, bytes);
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
