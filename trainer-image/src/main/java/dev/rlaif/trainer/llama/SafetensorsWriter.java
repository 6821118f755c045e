package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** Writes fp32 tensors as a safetensors file, aside and then renamed. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * A tensor to write.
   *
   * @param elements row by row, as many as the shape says
   */
  public record Tensor(String name, List<Integer> shape, float[] elements) {
    public Tensor {
      shape = List.copyOf(shape);
      int size = shape.stream().reduce(1, Math::multiplyExact);
      if (size != elements.length) {
        throw new IllegalArgumentException(
            name + ": " + elements.length + " elements are not of shape " + shape);
      }
    }
  }

  /** Writes the tensors in the order given, with the metadata that PyTorch tools expect. */
  public static void write(Path file, List<Tensor> tensors) {
    Path aside = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
        byte[] header = header(tensors);
        out.write(littleEndian(Long.BYTES).putLong(header.length).array());
        out.write(header);
        for (Tensor tensor : tensors) {
          ByteBuffer data = littleEndian(Math.multiplyExact(tensor.elements().length, Float.BYTES));
          data.asFloatBuffer().put(tensor.elements());
          out.write(data.array());
        }
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StageFailure.environment(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static byte[] header(List<Tensor> tensors) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = json.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", TensorType.F32.name());
      tensor.shape().forEach(entry.withArray("shape")::add);
      entry.withArray("data_offsets").add(offset);
      offset += (long) tensor.elements().length * Float.BYTES;
      entry.withArray("data_offsets").add(offset);
    }
    byte[] text = json.writeValueAsBytes(header);
    // spaces up to a multiple of 8, so that the data is aligned when mapped
    byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, " ".getBytes(StandardCharsets.US_ASCII)[0]);
    return padded;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
