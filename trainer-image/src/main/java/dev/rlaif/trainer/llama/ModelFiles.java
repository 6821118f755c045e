package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a model folder, in one safetensors file or in shards with an index. */
public final class ModelFiles {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private ModelFiles() {}

  /** All tensors by name. */
  public static Map<String, StoredTensor> read(Path folder) {
    Path index = folder.resolve(INDEX);
    return Files.exists(index)
        ? shards(folder, index)
        : SafetensorsFile.read(folder.resolve(SINGLE));
  }

  private static Map<String, StoredTensor> shards(Path folder, Path index) {
    JsonNode weightMap = weightMap(index);
    Set<String> files = new TreeSet<>();
    weightMap.forEach(file -> files.add(file.asText()));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (String file : files) {
      for (StoredTensor tensor : SafetensorsFile.read(shard(folder, index, file)).values()) {
        if (!weightMap.path(tensor.name()).asText().equals(file)) {
          throw StageFailure.wrong(
              index + ": tensor " + tensor.name() + " lies in " + file + ", which it does not say");
        }
        tensors.put(tensor.name(), tensor);
      }
    }
    for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
      if (!tensors.containsKey(entry.getKey())) {
        throw StageFailure.wrong(
            index + ": tensor " + entry.getKey() + " is not in " + entry.getValue().asText());
      }
    }
    return Collections.unmodifiableMap(tensors);
  }

  /** An index comes from elsewhere: it may only name files beside itself. */
  private static Path shard(Path folder, Path index, String file) {
    if (!file.matches("[\\w.-]+\\.safetensors")) {
      throw StageFailure.wrong(
          index + ": '" + file + "' is not the name of a safetensors file beside it");
    }
    return folder.resolve(file);
  }

  private static JsonNode weightMap(Path index) {
    try {
      JsonNode weightMap = new ObjectMapper().readTree(index.toFile()).path("weight_map");
      if (!weightMap.isObject() || weightMap.isEmpty()) {
        throw StageFailure.wrong(index + ": weight_map is missing or empty");
      }
      return weightMap;
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, index + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
