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
  private static final Set<String> COMMON =
      Set.of(
          "model",
          "max_tokens",
          "n",
          "temperature",
          "top_p",
          "stop",
          "seed",
          "stream",
          "stream_options",
          "logprobs");
  private static final Set<String> CHAT =
      Set.of("messages", "max_completion_tokens", "top_logprobs", "response_format");
  private static final Set<String> COMPLETION = Set.of("prompt");
  private static final Set<String> MESSAGE = Set.of("role", "content", "name");
  private static final Set<String> STREAM_OPTIONS = Set.of("include_usage", "include_obfuscation");
  private static final int MAX_STOPS = 4;
  private static final int MAX_CHANCES = 20;
  private static final int NO_CHANCES = -1;

  private final List<ServedModel> models;
  private final AnswerEngine engine;
  private final ServeLimits limits;

  RequestReader(List<ServedModel> models, AnswerEngine engine, ServeLimits limits) {
    this.models = models;
    this.engine = engine;
    this.limits = limits;
  }

  AnswerRequest chat(JsonNode body) {
    var fields = new RequestFields(body);
    fields.refuseOthers(COMMON, CHAT);
    ServedModel model = model(fields);
    List<ChatMessage> messages = messages(fields);
    refuseFormat(fields);
    OptionalLong modern = fields.integer("max_completion_tokens", 1, limits.maxTokens());
    OptionalLong asked = fields.integer("max_tokens", 1, limits.maxTokens());
    int wantedChances = wantedChances(fields);
    return request(
        fields,
        model,
        () -> List.of(encoded("messages", () -> engine.encode(messages))),
        modern.isPresent() ? modern : asked,
        wantedChances);
  }

  AnswerRequest completion(JsonNode body) {
    var fields = new RequestFields(body);
    fields.refuseOthers(COMMON, COMPLETION);
    ServedModel model = model(fields);
    List<String> texts = fields.texts("prompt", limits.maxChoices());
    if (texts.isEmpty()) {
      throw ApiError.field("prompt", "is missing: must be a text or a list of texts");
    }
    OptionalLong asked = fields.integer("max_tokens", 1, limits.maxTokens());
    int wantedChances = (int) fields.integer("logprobs", 0, MAX_CHANCES).orElse(NO_CHANCES);
    return request(
        fields,
        model,
        () -> texts.stream().map(text -> encoded("prompt", () -> engine.encode(text))).toList(),
        asked,
        wantedChances);
  }

  /** All fields are looked at before anything is encoded. */
  private AnswerRequest request(
      RequestFields fields,
      ServedModel model,
      Supplier<List<int[]>> encode,
      OptionalLong askedTokens,
      int wantedChances) {
    int choices = (int) fields.integer("n", 1, limits.maxChoices()).orElse(1);
    double temperature = fields.number("temperature", 0, 2).orElse(1);
    double topP = fields.number("top_p", 0, 1).orElse(1);
    if (topP == 0) {
      throw ApiError.field("top_p", "is 0: must be greater, 1 is off");
    }
    OptionalLong seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    List<String> stops = fields.texts("stop", MAX_STOPS);
    boolean stream = fields.flag("stream");
    boolean includeUsage = includeUsage(fields);
    List<int[]> prompts = encode.get();
    return new AnswerRequest(
        model,
        prompts,
        prompts.stream().map(prompt -> (int) Math.min(room(prompt), most(askedTokens))).toList(),
        choices,
        temperature,
        topP,
        stops,
        seed.isPresent() ? seed.getAsLong() : ThreadLocalRandom.current().nextLong(),
        wantedChances,
        stream,
        includeUsage);
  }

  private static boolean includeUsage(RequestFields fields) {
    JsonNode options = fields.field("stream_options").orElse(null);
    if (options == null) {
      return false;
    }
    if (!options.isObject()) {
      throw ApiError.field("stream_options", "must be an object with include_usage");
    }
    var streaming = new RequestFields(options);
    streaming.refuseOthers(STREAM_OPTIONS, Set.of());
    streaming.flag("include_obfuscation");
    return streaming.flag("include_usage");
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
    return (int) top.orElse(0);
  }

  private ServedModel model(RequestFields fields) {
    Optional<JsonNode> name = fields.field("model");
    if (name.isEmpty()) {
      return models.get(0);
    }
    if (!name.get().isTextual()) {
      throw ApiError.field("model", "must be a text");
    }
    return models.stream()
        .filter(model -> model.name().equals(name.get().asText()))
        .findFirst()
        .orElseThrow(() -> ApiError.noSuchModel(name.get().asText(), served()));
  }

  private String served() {
    return models.stream().map(ServedModel::name).collect(Collectors.joining(", "));
  }

  private long most(OptionalLong asked) {
    return asked.orElse(limits.defaultMaxTokens());
  }

  /** Tokens that fit behind a prompt. */
  private int room(int[] prompt) {
    return engine.contextTokens() - prompt.length;
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
      if (!message.isObject()) {
        throw ApiError.field(where, "must be an object with role and content");
      }
      var fieldsOfMessage = new RequestFields(message);
      fieldsOfMessage.refuseOthers(MESSAGE, Set.of());
      if (!fieldsOfMessage.field("name").map(JsonNode::isTextual).orElse(true)) {
        throw ApiError.field(where + ".name", "must be a text");
      }
      String role = message.path("role").asText();
      if (!message.path("role").isTextual() || !ROLES.contains(role)) {
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
      return RequestFields.wellFormed(where, content.asText());
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
    return RequestFields.wellFormed(where, text.toString());
  }

  private static void refuseFormat(RequestFields fields) {
    Optional<JsonNode> format = fields.field("response_format");
    if (format.isPresent() && !format.get().path("type").asText().equals("text")) {
      throw ApiError.field("response_format", "must be of type text", "unsupported_parameter");
    }
  }

  private int[] encoded(String param, Supplier<int[]> encode) {
    int[] prompt;
    try {
      prompt = encode.get();
    } catch (IllegalArgumentException | StageFailure e) {
      throw ApiError.field(param, "cannot be put to this model: " + e.getMessage());
    }
    if (prompt.length == 0) {
      throw ApiError.field(param, "has no token: write something");
    }
    if (room(prompt) < 1) {
      throw ApiError.field(
          param,
          "has "
              + prompt.length
              + " tokens: the model holds "
              + engine.contextTokens()
              + " with the answer",
          "context_length_exceeded");
    }
    return prompt;
  }
}
