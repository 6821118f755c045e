package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads requests of the OpenAI API; what is wrong is answered with the field's name. */
final class RequestReader {
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
  private static final List<String> UNSUPPORTED =
      List.of(
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "tools",
          "functions",
          "echo",
          "suffix");
  private static final int MAX_STOPS = 4;
  private static final int MAX_CHANCES = 20;
  private static final int NO_CHANCES = -1;

  private final List<ServedModel> models;
  private final ServeSettings settings;

  RequestReader(List<ServedModel> models, ServeSettings settings) {
    this.models = models;
    this.settings = settings;
  }

  AnswerRequest chat(JsonNode body) {
    var fields = new RequestFields(body);
    ServedModel model = model(fields);
    List<ChatMessage> messages = messages(fields);
    int[] prompt = encoded("messages", () -> model.engine().encode(messages));
    OptionalLong modern = fields.integer("max_completion_tokens", 1, settings.maxTokens());
    OptionalLong asked =
        modern.isPresent() ? modern : fields.integer("max_tokens", 1, settings.maxTokens());
    return request(fields, model, "messages", List.of(prompt), asked, wantedChances(fields));
  }

  AnswerRequest completion(JsonNode body) {
    var fields = new RequestFields(body);
    ServedModel model = model(fields);
    List<String> texts = fields.texts("prompt", settings.maxChoices());
    if (texts.isEmpty()) {
      throw ApiError.field("prompt", "is missing: must be a text or a list of texts");
    }
    List<int[]> prompts =
        texts.stream().map(text -> encoded("prompt", () -> model.engine().encode(text))).toList();
    OptionalLong asked = fields.integer("max_tokens", 1, settings.maxTokens());
    fields.refuse("logprobs");
    fields.refuse("top_logprobs");
    return request(fields, model, "prompt", prompts, asked, NO_CHANCES);
  }

  private AnswerRequest request(
      RequestFields fields,
      ServedModel model,
      String param,
      List<int[]> prompts,
      OptionalLong askedTokens,
      int wantedChances) {
    UNSUPPORTED.forEach(fields::refuse);
    refuseFormat(fields);
    int choices = (int) fields.integer("n", 1, settings.maxChoices()).orElse(1);
    if (choices * prompts.size() > settings.maxChoices()) {
      throw ApiError.field(
          "n", "asks for more than " + settings.maxChoices() + " answers, all prompts together");
    }
    double temperature = fields.number("temperature", 0, 2).orElse(1);
    double topP = fields.number("top_p", 0, 1).orElse(1);
    if (topP == 0) {
      throw ApiError.field("top_p", "is 0: must be greater, 1 is off");
    }
    List<Integer> maxTokens =
        prompts.stream().map(prompt -> maxTokens(model, param, prompt, askedTokens)).toList();
    OptionalLong seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    return new AnswerRequest(
        model,
        prompts,
        maxTokens,
        choices,
        temperature,
        topP,
        fields.texts("stop", MAX_STOPS),
        seed.isPresent() ? seed.getAsLong() : ThreadLocalRandom.current().nextLong(),
        wantedChances,
        fields.flag("stream"),
        fields
            .field("stream_options")
            .map(options -> new RequestFields(options).flag("include_usage"))
            .orElse(false));
  }

  /** Below 0: none are wanted. */
  private static int wantedChances(RequestFields fields) {
    OptionalLong top = fields.integer("top_logprobs", 0, MAX_CHANCES);
    if (!fields.flag("logprobs")) {
      if (top.orElse(0) > 0) {
        throw ApiError.field("top_logprobs", "goes with logprobs: true");
      }
      return NO_CHANCES;
    }
    if (fields.flag("stream")) {
      throw ApiError.field(
          "logprobs", "is not supported in a stream: leave stream out", "unsupported_parameter");
    }
    return (int) top.orElse(0);
  }

  private ServedModel model(RequestFields fields) {
    Optional<JsonNode> name = fields.field("model");
    if (name.isEmpty()) {
      return models.get(0);
    }
    return models.stream()
        .filter(model -> model.name().equals(name.get().asText()))
        .findFirst()
        .orElseThrow(() -> ApiError.noSuchModel(name.get().asText(), served()));
  }

  String served() {
    return models.stream().map(ServedModel::name).collect(Collectors.joining(", "));
  }

  private int maxTokens(ServedModel model, String param, int[] prompt, OptionalLong asked) {
    int context = model.engine().contextTokens();
    int room = context - prompt.length;
    if (room < 1 || asked.isPresent() && asked.getAsLong() > room) {
      throw ApiError.field(
          param,
          "has "
              + prompt.length
              + " tokens"
              + (asked.isPresent() ? " and " + asked.getAsLong() + " are asked for" : "")
              + ": the model holds "
              + context
              + " in all",
          "context_length_exceeded");
    }
    return (int) asked.orElse(Math.min(room, settings.defaultMaxTokens()));
  }

  private static List<ChatMessage> messages(RequestFields fields) {
    JsonNode messages = fields.field("messages").orElse(null);
    if (messages == null || !messages.isArray() || messages.isEmpty()) {
      throw ApiError.field("messages", "must be a list of at least one message");
    }
    List<ChatMessage> read = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String where = "messages[" + i + "]";
      JsonNode message = messages.get(i);
      String role = message.path("role").asText();
      if (!ROLES.contains(role)) {
        throw ApiError.field(
            where + ".role", "is '" + role + "': must be system, user or assistant");
      }
      String known = role.equals("developer") ? "system" : role;
      read.add(new ChatMessage(known, content(where + ".content", message.path("content"))));
    }
    return read;
  }

  /** A text, or a list of parts of which all are text. */
  private static String content(String where, JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    if (!content.isArray() || content.isEmpty()) {
      throw ApiError.field(where, "must be a text or a list of text parts");
    }
    var text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw ApiError.field(where, "holds a part that is no text: only text is understood here");
      }
      text.append(part.path("text").asText());
    }
    return text.toString();
  }

  private static void refuseFormat(RequestFields fields) {
    Optional<JsonNode> format = fields.field("response_format");
    if (format.isPresent() && !format.get().path("type").asText().equals("text")) {
      throw ApiError.field("response_format", "must be of type text", "unsupported_parameter");
    }
  }

  private static int[] encoded(String param, Supplier<int[]> encode) {
    try {
      return encode.get();
    } catch (IllegalArgumentException | StageFailure e) {
      throw ApiError.field(param, "cannot be put to this model: " + e.getMessage());
    }
  }
}
