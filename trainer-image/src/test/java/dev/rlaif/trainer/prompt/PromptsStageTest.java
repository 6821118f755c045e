package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.Prompts;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PromptsStageTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final FakeChat own = FakeChat.saying(FakeChat::ownQuestion);
  @TempDir Path workspace = Path.of("/nowhere");

  private PromptManifest run(String yaml) throws IOException {
    Prompts spec = new ObjectMapper(new YAMLFactory()).readValue(yaml, Prompts.class);
    return new PromptsStage(writers(), (done, of) -> {}, StopSignal.NEVER)
        .run(spec, new Workspace(workspace));
  }

  private QuestionWriters writers() {
    var sources =
        new Sources(EXAMPLES, EXAMPLES, Map.of("real", Map.of("q.txt", "Bread?\nSoup?\n")));
    return new QuestionWriters(sources, Map.of(), new OwnModel("own", () -> own));
  }

  private List<Prompt> train() {
    return PromptFiles.read(new Workspace(workspace).trainPrompts());
  }

  private List<Prompt> heldOut() {
    return PromptFiles.read(new Workspace(workspace).heldOutPrompts());
  }

  @Test
  void readsTheQuestionsOfTheVegetarianExample() throws IOException {
    PromptManifest manifest =
        run(
            "files: [{uri: 'bundled://vegetarian/train.jsonl'},"
                + " {uri: 'bundled://vegetarian/heldout.jsonl', split: heldOut}]");

    assertThat(manifest.heldOut()).isEqualTo(heldOut().size()).isBetween(90, 100);
    assertThat(manifest.train()).isEqualTo(train().size()).isGreaterThan(300);
    assertThat(new HashSet<>(train())).doesNotContainAnyElementsOf(heldOut());
  }

  @Test
  void leavesAFinishedResultAlone() throws IOException {
    String spec = "{files: [{uri: 'bundled://vegetarian/train.jsonl'}], heldOut: 20}";
    PromptManifest first = run(spec);
    var written = Files.getLastModifiedTime(workspace.resolve("prompts/train.jsonl"));
    Files.setLastModifiedTime(workspace.resolve("prompts/train.jsonl"), FileTime.fromMillis(1000));

    assertThat(run(spec)).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(workspace.resolve("prompts/train.jsonl")).toMillis())
        .isEqualTo(1000)
        .isLessThan(written.toMillis());

    Files.writeString(workspace.resolve("prompts/train.jsonl"), "damaged");
    assertThat(run(spec)).isEqualTo(first);
    assertThat(train()).hasSize(first.train());
    assertThat(run(spec.replace("20", "30")).heldOut()).isEqualTo(30);
  }

  @Test
  void generatesBlendsAndPaysOnlyOnce() throws IOException {
    var number = new AtomicInteger();
    try (var server =
        ScriptedServer.of(
            ScriptedServer.saying(
                user -> "{\"question\": \"" + number.getAndIncrement() + user + "\"}"))) {
      String yaml =
          "generate: {count: 60, topics: [Soups], systemPrompt: Ask., questionStart: about,"
              + " endpoint: {url: '"
              + server.url()
              + "', model: writer}}\n"
              + "files: [{uri: 'configmap://real/q.txt'}]\n"
              + "heldOut: 10\n";

      PromptManifest manifest = run(yaml);

      assertThat(server.requests).hasSize(61);
      assertThat(manifest.train() + manifest.heldOut()).isEqualTo(62);
      assertThat(manifest.sources())
          .extracting(PromptManifest.Source::name)
          .containsExactly("configmap://real/q.txt", "generated");
      PromptManifest.Generator generator = Objects.requireNonNull(manifest.generator());
      assertThat(generator)
          .isEqualTo(
              new PromptManifest.Generator(
                  "writer",
                  server.url(),
                  generator.recipe(),
                  GenerationTime.BEFORE_TRAINING,
                  1.0,
                  60,
                  60,
                  0,
                  0,
                  60));
      assertThat(manifest.topics())
          .singleElement()
          .returns(60, PromptManifest.Topic::asked)
          .returns(60, topic -> topic.train() + topic.heldOut() + unread(manifest));

      assertThat(run(yaml.replace("heldOut: 10", "heldOut: 20")).heldOut()).isEqualTo(20);
      assertThat(server.requests).hasSize(61);
      List<Prompt> all = new ArrayList<>(train());
      all.addAll(heldOut());
      assertThat(all).hasSize(62).doesNotHaveDuplicates();

      assertThat(run(yaml.replace("count: 60", "count: 90")).generator())
          .isNotNull()
          .returns(90, PromptManifest.Generator::questions);
      assertThat(server.requests).as("a larger count asks for the rest").hasSize(61 + 31);
    }
  }

  private static int unread(PromptManifest manifest) {
    return manifest.sources().get(1).unused();
  }

  @Test
  void fallsBackWhereTheServerRejectsJsonMode() throws IOException {
    var number = new AtomicInteger();
    ScriptedServer.Act says =
        ScriptedServer.saying(user -> "{\"question\": \"" + number.getAndIncrement() + "a?\"}");
    ScriptedServer.Act strict =
        (exchange, request) -> {
          boolean json = request.has("response_format");
          (json ? ScriptedServer.status(400, "{\"error\": \"unknown response_format\"}") : says)
              .answer(exchange, request);
        };
    try (var server = ScriptedServer.of(strict)) {
      PromptManifest manifest = run(generate(server.url(), 40));

      assertThat(manifest.generator())
          .isNotNull()
          .returns(40, PromptManifest.Generator::questions)
          .returns(40, PromptManifest.Generator::asked);
      assertThat(server.requests).hasSize(1 + 1 + 40);
      assertThat(server.requests).filteredOn(request -> request.has("response_format")).hasSize(1);
    }
  }

  @Test
  void anInterruptedGenerationAsksForTheRestOnly() throws IOException {
    var answered = new AtomicInteger();
    ScriptedServer.Act says =
        ScriptedServer.saying(user -> "{\"question\": \"" + answered.getAndIncrement() + "a?\"}");
    try (var server = ScriptedServer.of(says)) {
      String yaml = generate(server.url(), 200);
      Prompts spec = new ObjectMapper(new YAMLFactory()).readValue(yaml, Prompts.class);
      var stopped = new PromptsStage(writers(), (done, of) -> {}, () -> answered.get() > 80);
      assertThatThrownBy(() -> stopped.run(spec, new Workspace(workspace)))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("the same command goes on after them")
          .extracting(e -> ((StageFailure) e).exit().code())
          .isEqualTo(75);

      assertThat(run(yaml).generator()).isNotNull().returns(200, PromptManifest.Generator::wanted);
      // Two probes; sixteen lanes may have been under way.
      assertThat(server.requests).hasSizeBetween(202, 218);
    }
  }

  @Test
  void theRunsOwnModelWritesWhereThereIsNoEndpoint() throws IOException {
    PromptManifest manifest =
        run("generate: {count: 60, topics: [Soups, Breads], systemPrompt: Ask.}\nheldOut: 10");

    assertThat(own.sent()).isEqualTo(60);
    assertThat(manifest.generator())
        .isNotNull()
        .returns("own", PromptManifest.Generator::model)
        .returns("", PromptManifest.Generator::url);
    assertThat(train()).hasSize(50);
  }

  @Test
  void whileTrainingOnlyTheHeldOutAndTheFirstOnesAreGenerated() throws IOException {
    String yaml =
        "generate: {count: 10000, when: WhileTraining, topics: [Soups], systemPrompt: Ask.}\n"
            + "heldOut: 20\n";
    assertThat(wanted(yaml)).isEqualTo(276);
    assertThat(wanted(yaml + "files: [{uri: /a, split: heldOut}]")).isEqualTo(256);
    assertThat(wanted(yaml.replace("10000", "100"))).isEqualTo(100);
    assertThat(wanted(yaml.replace("While", "Before"))).isEqualTo(10000);
  }

  private static int wanted(String yaml) throws IOException {
    Prompts spec = new ObjectMapper(new YAMLFactory()).readValue(yaml, Prompts.class);
    return QuestionGeneration.wanted(spec, Objects.requireNonNull(spec.generate()));
  }

  private static String generate(String url, int count) {
    return "generate: {count: "
        + count
        + ", topics: [Soups], systemPrompt: Ask., endpoint: {url: '"
        + url
        + "', model: writer}}\nheldOut: 10";
  }

  @Test
  void saysWhatIsWrongBeforeAnyWork() {
    assertThatThrownBy(
            () ->
                run(
                    "generate: {topics: [a], systemPrompt: b, endpoint:"
                        + " {url: 'http://127.0.0.1:1/v1', model: m}}"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("http://127.0.0.1:1/v1", "Start the server");
  }
}
