package dev.rlaif.trainer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What lies in one checkpoint's folder. */
final class CheckpointFiles {
  static final String ADAPTER = "adapter";
  private static final String STATE = "state.json";
  private static final String ARRAYS = "state.safetensors";
  private static final String VALUE_HEAD = "value_head";
  private static final String BEHAVIOUR = "behaviour_adapter";
  private static final int FORMAT_VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private CheckpointFiles() {}

  private record StateFile(
      int formatVersion, TrainingState state, Map<Group, Long> optimiserSteps) {}

  static void write(Path folder, Checkpoint checkpoint, Consumer<Path> adapter) throws IOException {
    Path adapterFolder = Files.createDirectory(folder.resolve(ADAPTER));
    adapter.accept(adapterFolder);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    Map<Group, Long> steps = new EnumMap<>(Group.class);
    arrays.put(VALUE_HEAD, checkpoint.valueHead());
    checkpoint.behaviour().ifPresent(array -> arrays.put(BEHAVIOUR, array));
    checkpoint
        .optimiser()
        .forEach(
            (group, state) -> {
              steps.put(group, state.step());
              arrays.put(name(group, "first_moment"), state.firstMoment());
              arrays.put(name(group, "second_moment"), state.secondMoment());
            });
    FloatArrays.write(folder.resolve(ARRAYS), arrays);
    JSON.writeValue(
        folder.resolve(STATE).toFile(), new StateFile(FORMAT_VERSION, checkpoint.state(), steps));
  }

  /**
   * @throws StageFailure if a later version of the trainer wrote it
   */
  static Checkpoint read(Path folder) throws IOException {
    int version = JSON.readTree(folder.resolve(STATE).toFile()).path("formatVersion").intValue();
    if (version != FORMAT_VERSION) {
      throw StageFailure.wrong(
          folder
              + " has format version "
              + version
              + ", this trainer reads "
              + FORMAT_VERSION
              + ": resume with the version that wrote it, or start in another workspace");
    }
    StateFile file = JSON.readValue(folder.resolve(STATE).toFile(), StateFile.class);
    Map<String, float[]> arrays = FloatArrays.read(folder.resolve(ARRAYS));
    Map<Group, AdamW.State> optimiser = new EnumMap<>(Group.class);
    for (Map.Entry<Group, Long> steps : file.optimiserSteps().entrySet()) {
      Group group = steps.getKey();
      optimiser.put(
          group,
          new AdamW.State(
              steps.getValue(),
              array(arrays, name(group, "first_moment")),
              array(arrays, name(group, "second_moment"))));
    }
    return new Checkpoint(
        file.state(),
        optimiser,
        array(arrays, VALUE_HEAD),
        Optional.ofNullable(arrays.get(BEHAVIOUR)));
  }

  private static float[] array(Map<String, float[]> arrays, String name) throws IOException {
    return Optional.ofNullable(arrays.get(name))
        .orElseThrow(() -> new IOException(ARRAYS + " has no " + name));
  }

  private static String name(Group group, String what) {
    return "adamw." + group.name().toLowerCase(Locale.ROOT) + "." + what;
  }
}
