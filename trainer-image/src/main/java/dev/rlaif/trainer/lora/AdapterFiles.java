package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.llama.SafetensorsFile;
import dev.rlaif.trainer.llama.SafetensorsWriter;
import dev.rlaif.trainer.llama.StoredTensor;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adapters as PEFT and vLLM read them: adapter_config.json and adapter_model.safetensors. */
final class AdapterFiles {
  private static final String WEIGHTS = "adapter_model.safetensors";

  private AdapterFiles() {}

  /** Writes both files; the weights first, so that a folder with a configuration is whole. */
  static void save(
      Path folder, String baseName, LoraShape shape, AdapterLayout layout, float[] flat) {
    try {
      Files.createDirectories(folder);
      List<SafetensorsWriter.Tensor> tensors =
          layout.parts().stream()
              .map(
                  part ->
                      new SafetensorsWriter.Tensor(
                          part.name(),
                          List.of(part.rows(), part.columns()),
                          Arrays.copyOfRange(flat, part.offset(), part.offset() + part.size())))
              .toList();
      SafetensorsWriter.write(folder.resolve(WEIGHTS), tensors);
      new AdapterConfig(shape).write(folder, baseName);
    } catch (IOException e) {
      throw StageFailure.environment(folder + ": adapter cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an adapter's flat parameters.
   *
   * @throws StageFailure the adapter is of another shape or kind
   */
  static float[] load(Path folder, ModelShape model, LoraShape shape, AdapterLayout layout) {
    requireSameShape(folder, model, shape, AdapterConfig.read(folder).shape());
    Path file = folder.resolve(WEIGHTS);
    Map<String, StoredTensor> stored = SafetensorsFile.read(file);
    Set<String> surplus = new HashSet<>(stored.keySet());
    float[] flat = new float[layout.length()];
    for (AdapterLayout.Part part : layout.parts()) {
      StoredTensor tensor = stored.get(part.name());
      if (tensor == null) {
        throw StageFailure.wrong(file + ": tensor " + part.name() + " is missing");
      }
      if (!tensor.shape().equals(List.of(part.rows(), part.columns()))) {
        throw StageFailure.wrong(
            file
                + ": tensor "
                + part.name()
                + " has shape "
                + tensor.shape()
                + ", but model and rank make it ["
                + part.rows()
                + ", "
                + part.columns()
                + "]; was it trained on another base model?");
      }
      tensor.readInto(FloatBuffer.wrap(flat, part.offset(), part.size()));
      surplus.remove(part.name());
    }
    if (!surplus.isEmpty()) {
      throw StageFailure.wrong(
          file
              + ": tensor "
              + surplus.iterator().next()
              + " has no place in an adapter of this model and these targets");
    }
    return flat;
  }

  private static void requireSameShape(
      Path folder, ModelShape model, LoraShape wanted, LoraShape found) {
    requireSame(folder, "rank r", wanted.rank(), found.rank());
    requireSame(folder, "lora_alpha", wanted.alpha(), found.alpha());
    requireSame(folder, "use_rslora", wanted.rankStabilised(), found.rankStabilised());
    int layers = model.layers();
    requireSame(
        folder,
        "target_modules",
        wanted.modules().targets(layers),
        found.modules().targets(layers));
    for (int layer = 0; layer < layers; layer++) {
      for (LoraTarget target : LoraTarget.values()) {
        String path = target.path(layer);
        requireSame(
            folder, "rank of " + path, wanted.rank(target, layer), found.rank(target, layer));
        requireSame(
            folder, "scale of " + path, wanted.scale(target, layer), found.scale(target, layer));
      }
    }
  }

  private static void requireSame(Path folder, String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw StageFailure.wrong(
          folder + ": adapter has " + what + " " + found + ", this policy has " + wanted);
    }
  }
}
