package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** From the prompts of a document to the prompts of a workspace. */
public final class PromptsStage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the manifest and of what it stands for; another one makes the prompts again. */
  private static final int VERSION = 2;

  private final QuestionWriters writers;
  private final PromptProgress progress;
  private final StopSignal stop;

  private record Inputs(
      int version,
      @Nullable GeneratorRecipe generate,
      int generated,
      List<PromptFile> files,
      List<String> texts,
      int heldOut,
      long seed) {}

  /**
   * @param writers whoever writes questions that are generated
   */
  public PromptsStage(QuestionWriters writers, PromptProgress progress, StopSignal stop) {
    this.writers = writers;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Writes the prompts, or leaves them as they are if the same inputs made them before.
   *
   * @throws StageFailure with exit code 75 if it was interrupted; questions that were had are kept
   */
  public PromptManifest run(Prompts spec, Workspace workspace) {
    List<PromptPool> pools =
        StageFailure.blaming(
            Reason.DATA_INVALID,
            () -> new ArrayList<>(spec.files().stream().map(this::pool).toList()));
    String inputs = inputs(spec, pools);
    Optional<PromptManifest> finished = finished(workspace, inputs);
    return finished.isPresent() ? finished.get() : made(spec, workspace, pools, inputs);
  }

  private PromptManifest made(
      Prompts spec, Workspace workspace, List<PromptPool> pools, String inputs) {
    Optional<QuestionGeneration> generation =
        Optional.ofNullable(spec.generate())
            .map(g -> QuestionGeneration.run(spec, g, writers, workspace, progress, stop));
    generation.ifPresent(g -> pools.add(g.pool(pools)));
    PromptSet set =
        StageFailure.blaming(
            Reason.DATA_INVALID, () -> PromptSet.of(pools, spec.heldOut(), spec.seed()));
    PromptFiles.write(workspace.trainPrompts(), set.train());
    PromptFiles.write(workspace.heldOutPrompts(), set.heldOut());
    var manifest =
        new PromptManifest(
            inputs,
            spec.seed(),
            set.train().size(),
            set.heldOut().size(),
            Fingerprint.of(PromptFiles.text(set.train())),
            Fingerprint.of(PromptFiles.text(set.heldOut())),
            set.sources(),
            generation.map(QuestionGeneration::counts).orElse(null),
            generation.map(g -> g.topics(set)).orElse(List.of()));
    // Last, because its presence says that the others are whole.
    AtomicFile.write(workspace.promptManifest(), json(manifest));
    return manifest;
  }

  private PromptPool pool(PromptFile file) {
    String text = writers.sources().text(file.uri());
    Double weight = file.weight();
    return new PromptPool(
        file.uri(),
        Fingerprint.of(text),
        weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight),
        Optional.ofNullable(file.split()),
        PromptFiles.questions(file.uri(), text, file.field()).stream()
            .map(PooledQuestion::read)
            .toList());
  }

  private String inputs(Prompts spec, List<PromptPool> files) {
    GeneratedPrompts generate = spec.generate();
    return Fingerprint.ofJson(
        new Inputs(
            VERSION,
            generate == null ? null : writers.recipe(generate, spec.seed()),
            generate == null ? 0 : QuestionGeneration.wanted(spec, generate),
            spec.files(),
            files.stream().map(PromptPool::fingerprint).toList(),
            spec.heldOut(),
            spec.seed()));
  }

  private static Optional<PromptManifest> finished(Workspace workspace, String inputs) {
    return read(workspace.promptManifest())
        .filter(manifest -> manifest.inputs().equals(inputs))
        .filter(manifest -> holds(workspace.trainPrompts(), manifest.trainFingerprint()))
        .filter(manifest -> holds(workspace.heldOutPrompts(), manifest.heldOutFingerprint()));
  }

  private static boolean holds(Path file, String fingerprint) {
    try {
      return Files.exists(file) && Fingerprint.of(Files.readString(file)).equals(fingerprint);
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read", e);
    }
  }

  private static Optional<PromptManifest> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), PromptManifest.class));
    } catch (JsonProcessingException e) {
      // Of another version: it is made again.
      return Optional.empty();
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read", e);
    }
  }

  /** As it stands in the workspace. */
  public static String json(PromptManifest manifest) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and strings are always writable", e);
    }
  }
}
