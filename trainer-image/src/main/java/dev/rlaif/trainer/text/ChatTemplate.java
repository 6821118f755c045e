package dev.rlaif.trainer.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.jinja.Template;
import dev.rlaif.trainer.jinja.TemplateFailure;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chat template of a model folder. Where several files carry one the first of these counts:
 * {@code chat_template.jinja}, {@code tokenizer_config.json}, {@code chat_template.json}; of
 * several named ones the {@code default}. What the template asks for and is not known here is an
 * error: a silently different prompt is worse than none.
 */
public final class ChatTemplate {
  private static final String FIELD = "chat_template";

  /** Tokens by the names that templates know them by. */
  private static final List<String> TOKENS =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private final Path folder;
  private final Template template;
  private final Map<String, String> specialTokens;

  private ChatTemplate(Path folder, Template template, Map<String, String> specialTokens) {
    this.folder = folder;
    this.template = template;
    this.specialTokens = specialTokens;
  }

  /**
   * Reads the template of a model folder.
   *
   * @throws StageFailure if there is none, or it uses what is not known here
   */
  public static ChatTemplate open(Path path) {
    ModelFolder folder = new ModelFolder(path);
    JsonNode config =
        folder
            .json("tokenizer_config.json")
            .orElseThrow(() -> StageFailure.wrong(path + " has no tokenizer_config.json"));
    Map<String, String> tokens = new HashMap<>();
    for (String name : TOKENS) {
      ModelFolder.specialToken(config, name).ifPresent(text -> tokens.put(name, text));
    }
    String text =
        folder
            .text("chat_template.jinja")
            .or(() -> in(path, config))
            .or(() -> folder.json("chat_template.json").flatMap(json -> in(path, json)))
            .filter(found -> !found.isBlank())
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        path
                            + " has a tokenizer without a chat template (neither"
                            + " chat_template.jinja, nor chat_template in tokenizer_config.json or"
                            + " chat_template.json): use the chat variant of the model, or put its"
                            + " template into chat_template.jinja"));
    try {
      Template template = Template.of(text, Clock.systemDefaultZone());
      return new ChatTemplate(path, template, Map.copyOf(tokens));
    } catch (TemplateFailure e) {
      throw failure(path, "read", e);
    }
  }

  /** The template's text for a conversation, ready to be encoded without further special tokens. */
  public String render(List<ChatMessage> messages, GenerationPrompt generationPrompt) {
    Map<String, @Nullable Object> variables = new HashMap<>(specialTokens);
    variables.put(
        "messages",
        messages.stream().map(m -> Map.of("role", m.role(), "content", m.content())).toList());
    variables.put("tools", null);
    variables.put("documents", null);
    variables.put("add_generation_prompt", generationPrompt == GenerationPrompt.ADDED);
    try {
      return template.render(variables);
    } catch (TemplateFailure e) {
      throw failure(folder, "rendered", e);
    }
  }

  /** Whether the rendered text ends where the assistant's answer begins. */
  public enum GenerationPrompt {
    ADDED,
    LEFT_OUT
  }

  private static StageFailure failure(Path folder, String what, TemplateFailure e) {
    return new StageFailure(
        StageFailure.Exit.WRONG,
        "the chat template of %s cannot be %s: %s (line %d: %s)"
            .formatted(folder, what, e.getMessage(), e.line(), e.place()),
        e);
  }

  /** A template, or the default of several named ones. */
  private static Optional<String> in(Path folder, JsonNode config) {
    JsonNode node = config.path(FIELD);
    if (!node.isArray()) {
      return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode named : node) {
      names.add(named.path("name").asText());
      if (named.path("name").asText().equals("default")) {
        return Optional.of(named.path("template").asText(""));
      }
    }
    throw StageFailure.wrong(
        folder
            + " has chat templates of the names "
            + names
            + " and none of the name default: put the one to use into chat_template.jinja");
  }
}
