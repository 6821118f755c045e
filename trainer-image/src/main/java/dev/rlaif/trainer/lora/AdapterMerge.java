package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.llama.ModelFiles;
import dev.rlaif.trainer.llama.ModelWriter;
import dev.rlaif.trainer.llama.ModelWriter.Piece;
import dev.rlaif.trainer.llama.StoredTensor;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A base and an adapter as one model folder that needs no adapter, in the base's own types. */
public final class AdapterMerge {
  private static final String CONFIG = "config.json";

  /** Tokenizer, configuration and templates; no weights, no other folder's index. */
  private static final Predicate<String> COPIED =
      Pattern.compile(
              "(?!.*\\.index\\.json|adapter_|rlaif-).*\\.(json|jinja|model)|(merges|vocab)\\.txt")
          .asMatchPredicate();

  private final Path model;
  private final LlamaConfig config;
  private final LoraShape shape;
  private final AdapterLayout layout;
  private final float[] flat;

  /**
   * Reads the adapter, and what the model says of itself.
   *
   * @throws StageFailure the adapter is not one of this model
   */
  public AdapterMerge(Path model, Path adapter) {
    this.model = model;
    this.config = LlamaConfig.read(model);
    this.shape = LoraShape.read(adapter);
    this.layout = AdapterLayout.of(config.shape(), shape);
    this.flat = AdapterFiles.load(adapter, config.shape(), shape, layout);
  }

  /**
   * Writes the merged model.
   *
   * @param out a folder that is not there or empty
   * @param shardBytes most bytes of one file of weights
   * @return how many files of weights there are
   * @throws StageFailure the folder holds something, or cannot be written
   */
  public int write(Path out, long shardBytes) {
    try {
      Files.createDirectories(out);
      try (Stream<Path> inside = Files.list(out)) {
        if (inside.findAny().isPresent()) {
          throw StageFailure.wrong(out + " is not empty: name a new folder");
        }
      }
      int files = ModelWriter.write(out, pieces(), shardBytes);
      copyOthers(out);
      return files;
    } catch (IOException e) {
      throw StageFailure.environment(
          out + ": cannot be written: " + e.getMessage() + "; delete it before another try", e);
    }
  }

  private List<Piece> pieces() {
    Map<String, MergedTensor> merged = new HashMap<>();
    Map<String, StoredTensor> stored = ModelFiles.read(model);
    int part = 0;
    for (int layer = 0; layer < config.shape().layers(); layer++) {
      for (LoraTarget target : LoraTarget.values()) {
        if (shape.rank(target, layer) > 0) {
          String name = target.path(layer) + ".weight";
          StoredTensor weight = weight(stored, name, target);
          AdapterLayout.Part a = layout.parts().get(part++);
          AdapterLayout.Part b = layout.parts().get(part++);
          merged.put(name, new MergedTensor(weight, flat, a, b, shape.scale(target, layer)));
        }
      }
    }
    List<Piece> pieces = new ArrayList<>();
    for (StoredTensor tensor : stored.values()) {
      MergedTensor sum = merged.get(tensor.name());
      pieces.add(
          new Piece(
              tensor.name(),
              tensor.type(),
              tensor.shape(),
              sum == null ? channel -> copy(tensor, channel) : sum));
    }
    return pieces;
  }

  private StoredTensor weight(Map<String, StoredTensor> stored, String name, LoraTarget target) {
    StoredTensor weight = stored.get(name);
    List<Integer> wanted = List.of(target.outputs(config.shape()), target.inputs(config.shape()));
    if (weight == null || !weight.shape().equals(wanted)) {
      throw StageFailure.wrong(
          model
              + ": tensor "
              + name
              + (weight == null ? " is missing" : " has shape " + weight.shape())
              + ", but config.json and the adapter need "
              + wanted);
    }
    return weight;
  }

  private static void copy(StoredTensor tensor, WritableByteChannel channel) throws IOException {
    List<IOException> failures = new ArrayList<>();
    tensor.forEachPart((first, bytes) -> write(channel, bytes, failures));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private static void write(
      WritableByteChannel channel, ByteBuffer bytes, List<IOException> failures) {
    try {
      while (failures.isEmpty() && bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      failures.add(e);
    }
  }

  /** The configuration last, so that a folder that has one is whole. */
  private void copyOthers(Path out) throws IOException {
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (COPIED.test(name) && !name.equals(CONFIG)) {
          Files.copy(file, out.resolve(name));
        }
      }
    }
    Files.copy(model.resolve(CONFIG), out.resolve(CONFIG));
  }
}
