package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the weights of a model as Hugging Face's libraries do: one safetensors file, or shards
 * with an index, tensor by tensor without holding more than a part in memory.
 */
public final class ModelWriter {
  private static final int ALIGNMENT = 8;

  private ModelWriter() {}

  /**
   * A tensor to write.
   *
   * @param content writes exactly as many bytes as type and shape say
   */
  public record Piece(String name, TensorType type, List<Integer> shape, Content content) {
    public Piece {
      shape = List.copyOf(shape);
    }

    long bytes() {
      return shape.stream().mapToLong(Integer::longValue).reduce(type.bytes(), Math::multiplyExact);
    }
  }

  /** Writes elements, row by row, little-endian. */
  @FunctionalInterface
  public interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes all pieces in order.
   *
   * @param shardBytes a file is begun anew before it would hold more, unless by one tensor
   * @return how many files there are
   * @throws IOException the folder cannot be written to
   */
  public static int write(Path folder, List<Piece> pieces, long shardBytes) throws IOException {
    List<List<Piece>> shards = shards(pieces, shardBytes);
    if (shards.size() == 1) {
      writeFile(folder.resolve("model.safetensors"), shards.get(0));
      return 1;
    }
    ObjectNode index = new ObjectMapper().createObjectNode();
    index.putObject("metadata").put("total_size", pieces.stream().mapToLong(Piece::bytes).sum());
    ObjectNode files = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String name = String.format("model-%05d-of-%05d.safetensors", i + 1, shards.size());
      writeFile(folder.resolve(name), shards.get(i));
      shards.get(i).forEach(piece -> files.put(piece.name(), name));
    }
    AtomicFile.write(folder.resolve("model.safetensors.index.json"), index.toPrettyString() + "\n");
    return shards.size();
  }

  private static List<List<Piece>> shards(List<Piece> pieces, long shardBytes) {
    List<List<Piece>> shards = new ArrayList<>();
    List<Piece> shard = new ArrayList<>();
    long held = 0;
    for (Piece piece : pieces) {
      if (!shard.isEmpty() && held + piece.bytes() > shardBytes) {
        shards.add(shard);
        shard = new ArrayList<>();
        held = 0;
      }
      shard.add(piece);
      held += piece.bytes();
    }
    shards.add(shard);
    return shards;
  }

  private static void writeFile(Path file, List<Piece> pieces) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] header = header(pieces);
      ByteBuffer start =
          ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
      start.putLong(header.length).put(header).flip();
      while (start.hasRemaining()) {
        channel.write(start);
      }
      for (Piece piece : pieces) {
        piece.content().writeTo(channel);
      }
    }
  }

  private static byte[] header(List<Piece> pieces) {
    ObjectNode header = new ObjectMapper().createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Piece piece : pieces) {
      ObjectNode entry = header.putObject(piece.name()).put("dtype", piece.type().name());
      piece.shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(offset + piece.bytes());
      offset += piece.bytes();
    }
    String text = header.toString();
    // spaces up to a multiple of 8, so that the data is aligned when mapped
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat(Math.floorMod(-bytes, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
  }
}
