package dev.rlaif.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  private static final CheckpointIdentity IDENTITY = identity("base", AlgorithmType.PPO, 8, "data");

  private final Path folder;

  CheckpointStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void comesBackAsItWasSaved() {
    Checkpoint saved = checkpoint(120, new BestValidation(80, 3, 0.75));
    Path place = store(3).save(saved, CheckpointStoreTest::adapter);
    assertThat(place).isEqualTo(folder.resolve("step-000120"));
    SavedCheckpoint found = store(3).latest().orElseThrow();
    assertThat(found.checkpoint().state()).isEqualTo(saved.state());
    assertThat(found.checkpoint().valueHead()).isEqualTo(saved.valueHead());
    for (Group group : Group.values()) {
      AdamW.State expected = Objects.requireNonNull(saved.optimiser().get(group));
      AdamW.State state = Objects.requireNonNull(found.checkpoint().optimiser().get(group));
      assertThat(state.step()).isEqualTo(expected.step());
      assertThat(state.firstMoment()).isEqualTo(expected.firstMoment());
      assertThat(state.secondMoment()).isEqualTo(expected.secondMoment());
    }
    assertThat(found.adapter().resolve("adapter_model.safetensors")).hasContent("weights");
  }

  @Test
  void whatIsAbsentStaysAbsent() {
    Checkpoint saved = checkpoint(1, null);
    store(3).save(saved, CheckpointStoreTest::adapter);
    assertThat(store(3).latest().orElseThrow().checkpoint().state().selection().best()).isNull();
  }

  @Test
  void emptyFolderHasNone() {
    assertThat(store(3).latest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state.json",
        "state.safetensors",
        "adapter/adapter_model.safetensors",
        "complete.json"
      })
  void aDamagedCheckpointIsPassedOver(String file) throws IOException {
    saveSteps(10, 20);
    Path victim = folder.resolve("step-000020").resolve(file);
    byte[] bytes = Files.readAllBytes(victim);
    bytes[bytes.length / 2] ^= 1;
    Files.write(victim, bytes);
    assertThat(latestStep()).isEqualTo(10);
    Files.write(victim, new byte[0]);
    assertThat(latestStep()).isEqualTo(10);
    Files.delete(victim);
    assertThat(latestStep()).isEqualTo(10);
  }

  @Test
  void aCheckpointWithoutItsMarkerDoesNotExist() throws IOException {
    saveSteps(10, 20);
    Files.delete(folder.resolve("step-000020/complete.json"));
    assertThat(latestStep()).isEqualTo(10);
  }

  @Test
  void aHalfWrittenOneIsIgnoredAndClearedAway() throws IOException {
    saveSteps(10);
    Path half = Files.createDirectories(folder.resolve(".tmp-step-000020/adapter"));
    Files.writeString(half.resolve("adapter_model.safetensors"), "wei");
    assertThat(latestStep()).isEqualTo(10);
    saveSteps(20);
    assertThat(names()).containsExactly("step-000010", "step-000020");
  }

  @Test
  void allGoWhenNoneIsWanted() {
    saveSteps(10, 20, 30);
    store(3).deleteAll();
    assertThat(folder).isEmptyDirectory();
    store(3).deleteAll();
    assertThat(store(3).latest()).isEmpty();
  }

  @Test
  void keepsTheLastAndTheBest() {
    for (int step = 10; step <= 60; step += 10) {
      store(2).save(checkpoint(step, new BestValidation(20, 1, 0.9)), CheckpointStoreTest::adapter);
    }
    assertThat(names()).containsExactly("step-000020", "step-000050", "step-000060");
  }

  @Test
  void savingAStepAgainReplacesIt() {
    saveSteps(10);
    store(3).save(checkpoint(10, new BestValidation(10, 5, 0.5)), CheckpointStoreTest::adapter);
    assertThat(store(3).at(10).orElseThrow().checkpoint().state().selection().best())
        .isEqualTo(new BestValidation(10, 5, 0.5));
    assertThat(names()).containsExactly("step-000010");
  }

  @Test
  void aDamagedLaterOneNeverPushesOutAGoodOne() throws IOException {
    saveSteps(10, 20, 30);
    Files.delete(folder.resolve("step-000030/complete.json"));
    store(1).save(checkpoint(25, null), CheckpointStoreTest::adapter);
    assertThat(latestStep()).isEqualTo(25);
  }

  @Test
  void aDiskThatFillsUpLeavesTheEarlierOnes() {
    saveSteps(10);
    assertThatThrownBy(() -> store(1).save(checkpoint(20, null), CheckpointStoreTest::diskFull))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.ENVIRONMENT))
        .hasMessageContaining("step-000020")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("earlier checkpoints are intact");
    assertThat(names()).containsExactly("step-000010");
    assertThat(latestStep()).isEqualTo(10);
  }

  @Test
  void tooLittleSpaceIsFoundOutBeforeAnythingIsWritten() {
    CheckpointStore full = new CheckpointStore(folder, 3, path -> 1000);
    assertThatThrownBy(() -> full.save(checkpoint(20, null), CheckpointStoreTest::adapter))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("4 MiB are needed, 0 MiB are free");
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsAFailureOfTheEnvironment() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CheckpointStore store = new CheckpointStore(file.resolve("checkpoints"), 3);
    assertThatThrownBy(() -> store.save(checkpoint(1, null), CheckpointStoreTest::adapter))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.ENVIRONMENT));
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    saveSteps(10);
    Path state = folder.resolve("step-000010/state.json");
    Files.writeString(
        state, Files.readString(state).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    Files.delete(folder.resolve("step-000010/complete.json"));
    Seal.write(folder.resolve("step-000010"));
    assertThatThrownBy(() -> store(3).latest())
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("format version 2");
  }

  @Test
  void resumeRefusesWhatDiffersByItsName() {
    assertThatCode(() -> IDENTITY.requireSame(IDENTITY, "step-000010")).doesNotThrowAnyException();
    assertRefused(identity("other", AlgorithmType.PPO, 8, "data"), "the base model");
    assertRefused(identity("base", AlgorithmType.GRPO, 8, "data"), "spec.algorithm.type was PPO");
    assertRefused(
        identity("base", AlgorithmType.PPO, 16, "data"), "spec.lora.rank was 8 and is now 16");
    assertRefused(identity("base", AlgorithmType.PPO, 8, "other"), "the training data");
    CheckpointIdentity.Lora lora = IDENTITY.lora();
    var otherRank =
        new CheckpointIdentity.Lora(8, 16, false, lora.targets(), Map.of("v_proj", 5), Map.of());
    assertRefused(
        new CheckpointIdentity("base", AlgorithmType.PPO, otherRank, "data"),
        "spec.lora.rankPattern was {v_proj=4} and is now {v_proj=5}");
    var otherAlpha =
        new CheckpointIdentity.Lora(
            8, 16, false, lora.targets(), lora.rankPattern(), Map.of("v_proj", 2.0));
    assertRefused(
        new CheckpointIdentity("base", AlgorithmType.PPO, otherAlpha, "data"),
        "spec.lora.alphaPattern was {} and is now {v_proj=2.0}");
  }

  private static void assertRefused(CheckpointIdentity wanted, String message) {
    assertThatThrownBy(() -> IDENTITY.requireSame(wanted, "step-000010"))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.WRONG))
        .hasMessageContaining("step-000010")
        .hasMessageContaining(message);
  }

  private CheckpointStore store(int keep) {
    return new CheckpointStore(folder, keep);
  }

  private void saveSteps(int... steps) {
    for (int step : steps) {
      store(3).save(checkpoint(step, null), CheckpointStoreTest::adapter);
    }
  }

  private long latestStep() {
    return store(3).latest().orElseThrow().checkpoint().step();
  }

  private List<String> names() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void adapter(Path into) {
    try {
      Files.writeString(into.resolve("adapter_model.safetensors"), "weights");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void diskFull(Path into) {
    adapter(into);
    throw new UncheckedIOException(new IOException("No space left on device"));
  }

  private static CheckpointIdentity identity(
      String base, AlgorithmType algorithm, int rank, String prompts) {
    var lora =
        new CheckpointIdentity.Lora(
            rank, 16, false, List.of("q_proj", "v_proj"), Map.of("v_proj", 4), Map.of());
    return new CheckpointIdentity(base, algorithm, lora, prompts);
  }

  private static Checkpoint checkpoint(long step, @Nullable BestValidation best) {
    TrainingState state =
        new TrainingState(
            IDENTITY,
            "hash",
            "type: PPO",
            new TrainingState.Counters(step, step * 8, step * 8, step * 100, 1),
            step,
            42,
            new DataCursor("data", 1, 7),
            0.19876543210987654,
            new RunningMoments(0.5, 1.5, 2.25, 64),
            new ReferenceMoments(1.25, 0.75),
            new Selection(step, best, 1, 0, 0.5, null),
            2);
    float[] large = new float[300_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = i * 1e-7f;
    }
    return new Checkpoint(
        state,
        Map.of(
            Group.LORA,
            new AdamW.State(4 * step, large, large.clone()),
            Group.VALUE_HEAD,
            new AdamW.State(5 * step, new float[] {1, -2}, new float[] {3, Float.MIN_VALUE})),
        new float[] {0.1f, -0.2f});
  }
}
