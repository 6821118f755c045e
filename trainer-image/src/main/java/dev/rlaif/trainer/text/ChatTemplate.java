package dev.rlaif.trainer.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chat template of a model folder. Where several files carry one the last wins: {@code
 * tokenizer_config.json}, then {@code chat_template.jinja}. A template that does not render without
 * any error is refused: a silently different prompt is worse than none.
 */
public final class ChatTemplate {
  private static final JinjavaConfig CONFIG =
      JinjavaConfig.newBuilder()
          .withTrimBlocks(true)
          .withLstripBlocks(true)
          .withNestedInterpretationEnabled(false)
          .withLegacyOverrides(
              LegacyOverrides.newBuilder()
                  .withEvaluateMapKeys(true)
                  .withIterateOverMapKeys(true)
                  .withUsePyishObjectMapper(true)
                  .withUseSnakeCasePropertyNaming(true)
                  .withWhitespaceRequiredWithinTokens(false)
                  .withUseNaturalOperatorPrecedence(true)
                  .withParseWhitespaceControlStrictly(true)
                  .withAllowAdjacentTextNodes(true)
                  .withUseTrimmingForNotesAndExpressions(true)
                  .withKeepNullableLoopValues(true)
                  .build())
          .build();

  private static final Pattern EXPRESSION =
      Pattern.compile("\\{\\{.*?\\}\\}|\\{%.*?%\\}", Pattern.DOTALL);
  private static final Pattern STRING_LITERAL =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");

  private final Path source;
  private final String template;
  private final Map<String, String> specialTokens;
  private final Jinjava jinjava = new Jinjava(CONFIG);

  private ChatTemplate(Path source, String template, Map<String, String> specialTokens) {
    this.source = source;
    this.template = template;
    this.specialTokens = specialTokens;
    jinjava.registerFunction(function("raise_exception", "raise", String.class));
    jinjava.registerFunction(function("strftime_now", "now", String.class));
  }

  /** Reads the template of a model folder. */
  public static ChatTemplate open(Path path) {
    ModelFolder folder = new ModelFolder(path);
    JsonNode config =
        folder
            .json("tokenizer_config.json")
            .orElseThrow(() -> StageFailure.wrong(path + " has no tokenizer_config.json"));
    Map<String, String> tokens = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
      ModelFolder.specialToken(config, name).ifPresent(text -> tokens.put(name, text));
    }
    String text = folder.text("chat_template.jinja").orElseGet(() -> inConfig(config));
    if (text.isBlank()) {
      throw StageFailure.wrong(
          path
              + " has a tokenizer without a chat template (neither chat_template in"
              + " tokenizer_config.json nor chat_template.jinja): use the chat variant of the"
              + " model, or put its template into chat_template.jinja");
    }
    ChatTemplate template = new ChatTemplate(path, text, Map.copyOf(tokens));
    template.refuseUnknownFilters();
    return template;
  }

  /** The template's text for a conversation, ready to be encoded without further special tokens. */
  public String render(List<ChatMessage> messages, GenerationPrompt generationPrompt) {
    Map<String, Object> variables = new HashMap<>(specialTokens);
    variables.put(
        "messages",
        messages.stream()
            .map(m -> ImmutableMap.<String, Object>of("role", m.role(), "content", m.content()))
            .toList());
    variables.put("add_generation_prompt", generationPrompt == GenerationPrompt.ADDED);
    RenderResult result = jinjava.renderForResult(template, variables);
    if (!result.getErrors().isEmpty()) {
      throw StageFailure.wrong(problem(result.getErrors().get(0)));
    }
    return result.getOutput();
  }

  /** Whether the rendered text ends where the assistant's answer begins. */
  public enum GenerationPrompt {
    ADDED,
    LEFT_OUT
  }

  private String problem(TemplateError error) {
    String[] lines = template.split("\n", -1);
    int line = Math.min(Math.max(error.getLineno(), 1), lines.length);
    String place = lines[line - 1].strip();
    return "the chat template of %s cannot be rendered: %s (line %d: %s)"
        .formatted(
            source,
            error.getMessage(),
            line,
            place.length() > 200 ? place.substring(0, 200) + "…" : place);
  }

  /** The renderer drops the value of a filter that it does not know, without an error. */
  private void refuseUnknownFilters() {
    Matcher expressions = EXPRESSION.matcher(template);
    while (expressions.find()) {
      String code = STRING_LITERAL.matcher(expressions.group()).replaceAll("''");
      Matcher filters = FILTER.matcher(code);
      while (filters.find()) {
        if (jinjava.getGlobalContext().getFilter(filters.group(1)) == null) {
          throw StageFailure.wrong(
              "the chat template of %s uses the filter %s, which is not known here: %s"
                  .formatted(source, filters.group(1), expressions.group().strip()));
        }
      }
    }
  }

  private static String inConfig(JsonNode config) {
    JsonNode node = config.path("chat_template");
    if (node.isArray()) {
      for (JsonNode named : node) {
        if (named.path("name").asText().equals("default")) {
          return named.path("template").asText("");
        }
      }
    }
    return node.isTextual() ? node.asText() : "";
  }

  private static ELFunctionDefinition function(String name, String method, Class<?>... arguments) {
    return new ELFunctionDefinition("", name, Functions.class, method, arguments);
  }

  /** Functions that templates of Hugging Face models call. */
  public static final class Functions {
    private Functions() {}

    /** Ends the rendering with the template author's message. */
    public static String raise(String message) {
      throw new IllegalArgumentException(message);
    }

    /** Today, for the few formats that templates use. */
    public static String now(String format) {
      String pattern =
          format
              .replace("%d", "dd")
              .replace("%b", "MMM")
              .replace("%B", "MMMM")
              .replace("%m", "MM")
              .replace("%Y", "yyyy");
      return LocalDateTime.now(java.time.ZoneId.systemDefault())
          .format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
  }
}
