package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PromptsStageTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir Path workspace = Path.of("/nowhere");

  private PromptManifest run(String yaml) throws IOException {
    Prompts spec = new ObjectMapper(new YAMLFactory()).readValue(yaml, Prompts.class);
    var sources =
        new Sources(EXAMPLES, EXAMPLES, Map.of("real", Map.of("q.txt", "Bread?\nSoup?\n")));
    return new PromptsStage(sources, Map.of(), Optional.empty(), (done, of) -> {}, StopSignal.NEVER)
        .run(spec, new Workspace(workspace));
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
      assertThat(manifest.generator())
          .isEqualTo(new PromptManifest.Generator("writer", server.url(), 1.0, 60, 0, 0, 60));

      assertThat(run(yaml.replace("heldOut: 10", "heldOut: 20")).heldOut()).isEqualTo(20);
      assertThat(server.requests).hasSize(61);
      List<Prompt> all = new ArrayList<>(train());
      all.addAll(heldOut());
      assertThat(all).hasSize(62).doesNotHaveDuplicates();
    }
  }

  @Test
  void saysWhatIsWrongBeforeAnyWork() {
    assertThatThrownBy(() -> run("generate: {topics: [a], systemPrompt: b}"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("spec.prompts.generate.endpoint");
    assertThatThrownBy(
            () ->
                run(
                    "generate: {topics: [a], systemPrompt: b, endpoint:"
                        + " {url: 'http://127.0.0.1:1/v1', model: m}}"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("http://127.0.0.1:1/v1", "Start the server");
  }
}
