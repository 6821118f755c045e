package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatClient;
import dev.rlaif.trainer.chat.ChatEndpoint;
import dev.rlaif.trainer.chat.EndpointCheck;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the prompts of a document to the prompts of a workspace. */
public final class PromptsStage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELD = "spec.prompts.generate.endpoint";

  private final Sources sources;
  private final Map<String, String> environment;
  private final Optional<Supplier<Chat>> runModel;
  private final PromptProgress progress;
  private final StopSignal stop;

  private record Inputs(
      @Nullable Recipe generate,
      List<PromptFile> files,
      List<String> texts,
      int heldOut,
      long seed) {}

  /** What decides the replies of a generator; not how fast it is asked. */
  private record Recipe(
      int count,
      List<String> topics,
      String systemPrompt,
      String questionStart,
      double temperature,
      String url,
      String model,
      long seed) {

    static Recipe of(GeneratedPrompts spec, long seed) {
      Endpoint endpoint = spec.endpoint();
      return new Recipe(
          spec.count(),
          spec.topics(),
          spec.systemPrompt(),
          spec.questionStart(),
          spec.temperature(),
          endpoint == null ? "" : endpoint.url(),
          endpoint == null ? "the run's model" : endpoint.model(),
          seed);
    }
  }

  private record Generation(PromptGenerator.Result result, PromptManifest.Generator counts) {}

  /**
   * @param runModel opens a chat with the model of the run, for questions that are generated
   *     without an endpoint
   */
  public PromptsStage(
      Sources sources,
      Map<String, String> environment,
      Optional<Supplier<Chat>> runModel,
      PromptProgress progress,
      StopSignal stop) {
    this.sources = sources;
    this.environment = Map.copyOf(environment);
    this.runModel = runModel;
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
    if (finished.isPresent()) {
      return finished.get();
    }
    Optional<Generation> generation =
        Optional.ofNullable(spec.generate()).map(g -> generation(g, spec.seed(), workspace));
    generation.ifPresent(g -> pools.add(pool(g, pools)));
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
            generation.map(Generation::counts).orElse(null));
    // Last, because its presence says that the others are whole.
    AtomicFile.write(workspace.promptManifest(), json(manifest));
    return manifest;
  }

  private PromptPool pool(PromptFile file) {
    String text = sources.text(file.uri());
    Double weight = file.weight();
    return new PromptPool(
        file.uri(),
        Fingerprint.of(text),
        weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight),
        Optional.ofNullable(file.split()),
        PromptFiles.questions(file.uri(), text, file.field()));
  }

  /** What the files leave of the whole is generated. */
  private static PromptPool pool(Generation generation, List<PromptPool> files) {
    boolean weighted = files.stream().anyMatch(file -> file.weight().isPresent());
    double rest = 1 - files.stream().mapToDouble(file -> file.weight().orElse(0)).sum();
    List<String> questions = generation.result.questions();
    return new PromptPool(
        PromptPool.GENERATED,
        Fingerprint.ofJson(questions),
        weighted ? OptionalDouble.of(Math.max(0, rest)) : OptionalDouble.empty(),
        Optional.empty(),
        questions);
  }

  private static String inputs(Prompts spec, List<PromptPool> files) {
    List<String> texts = files.stream().map(PromptPool::fingerprint).toList();
    GeneratedPrompts generate = spec.generate();
    Recipe recipe = generate == null ? null : Recipe.of(generate, spec.seed());
    return Fingerprint.ofJson(new Inputs(recipe, spec.files(), texts, spec.heldOut(), spec.seed()));
  }

  private static Optional<PromptManifest> finished(Workspace workspace, String inputs) {
    return read(workspace.promptManifest(), PromptManifest.class)
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

  /** Generated questions are kept by themselves, as another split or blend needs no new ones. */
  private Generation generation(GeneratedPrompts spec, long seed, Workspace workspace) {
    Recipe recipe = Recipe.of(spec, seed);
    Path file = workspace.generatedPrompts(Fingerprint.ofJson(recipe));
    PromptGenerator.Result result = generated(spec, seed, file);
    return new Generation(
        result,
        new PromptManifest.Generator(
            recipe.model,
            recipe.url,
            recipe.temperature,
            result.asked(),
            result.malformed(),
            result.failed(),
            result.questions().size()));
  }

  private PromptGenerator.Result generated(GeneratedPrompts spec, long seed, Path file) {
    PromptGenerator.Result before =
        read(file, PromptGenerator.Result.class).orElse(PromptGenerator.Result.NONE);
    if (before.done() >= spec.count()) {
      return before;
    }
    Endpoint endpoint = spec.endpoint();
    try (Chat chat = endpoint == null ? runModel() : online(endpoint)) {
      return new PromptGenerator(chat, spec, seed)
          .generate(before, progress, result -> AtomicFile.write(file, json(result)), stop);
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while questions were generated; those that were had are kept, and the same"
              + " command goes on after them");
    }
  }

  private Chat online(Endpoint spec) {
    ChatEndpoint endpoint = ChatEndpoint.of(spec, sources, environment);
    var client = new ChatClient(endpoint);
    try {
      EndpointCheck.require(FIELD, endpoint, client, 0);
      return client;
    } catch (StageFailure failure) {
      client.close();
      throw failure;
    }
  }

  private Chat runModel() {
    return runModel
        .orElseThrow(
            () ->
                StageFailure.wrong(
                    "spec.prompts.generate has no endpoint, and the model of the run is not loaded"
                        + " here: give "
                        + FIELD))
        .get();
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), type));
    } catch (JsonProcessingException e) {
      // Of another version: it is made again.
      return Optional.empty();
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read", e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and strings are always writable", e);
    }
  }
}
