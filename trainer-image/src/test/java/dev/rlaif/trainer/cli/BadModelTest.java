package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Model folders that are wrong: said before the judge is asked anything. */
@Timeout(120)
class BadModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path model;
  private final Shell shell;

  BadModelTest(@TempDir Path folder) {
    this.model = folder.resolve("model");
    this.shell = new Shell(folder);
  }

  @BeforeEach
  void copyModel() throws IOException {
    Files.createDirectories(model);
    for (String name :
        List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json")) {
      Files.copy(Shell.MODEL.resolve(name), model.resolve(name));
    }
  }

  private void refusedWith(String... parts) throws IOException {
    assertThat(shell.run("run", Shell.example(), List.of("--set", "model.uri=" + model)))
        .as(shell.err())
        .isEqualTo(42);
    shell.refused(parts);
    assertThat(shell.workspace.resolve("judge")).doesNotExist();
  }

  private ObjectNode json(String name) throws IOException {
    return (ObjectNode) JSON.readTree(model.resolve(name).toFile());
  }

  @Test
  void noFolder() throws IOException {
    assertThat(shell.run("run", Shell.example(), List.of("--set", "model.uri=/no/model")))
        .isEqualTo(42);
    shell.refused("/no/model does not exist", "correct the uri");
  }

  @Test
  void weightsThatAreCutOff() throws IOException {
    Path weights = model.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
    refusedWith("model.safetensors");
  }

  @Test
  void noWeights() throws IOException {
    Files.delete(model.resolve("model.safetensors"));
    refusedWith("model.safetensors");
  }

  @Test
  void anotherArchitecture() throws IOException {
    JSON.writeValue(
        model.resolve("config.json").toFile(), json("config.json").put("model_type", "gpt2"));
    refusedWith("config.json", "model_type", "'gpt2' is not known", "llama");
  }

  @Test
  void aTokenizerOfAnotherModel() throws IOException {
    ObjectNode tokenizer = json("tokenizer.json");
    int rows = json("config.json").path("vocab_size").intValue();
    ObjectNode token = ((ArrayNode) tokenizer.path("added_tokens")).addObject().put("id", rows + 2);
    token.put("content", "<|extra|>").put("special", true).put("normalized", false);
    token.put("lstrip", false).put("rstrip", false).put("single_word", false);
    JSON.writeValue(model.resolve("tokenizer.json").toFile(), tokenizer);
    refusedWith(
        model.resolve("tokenizer.json").toString(),
        "<|extra|>",
        "id " + (rows + 2),
        "embedding has " + rows + " rows");
  }

  @Test
  void noChatTemplate() throws IOException {
    ObjectNode config = json("tokenizer_config.json");
    config.remove("chat_template");
    JSON.writeValue(model.resolve("tokenizer_config.json").toFile(), config);
    refusedWith(model.toString(), "chat_template");
  }

  @Test
  void noTokenizer() throws IOException {
    Files.delete(model.resolve("tokenizer.json"));
    refusedWith("has no tokenizer.json");
  }
}
