package dev.rlaif.trainer.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The wire format of {@code POST /chat/completions}. */
final class CompletionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CompletionJson() {}

  static byte[] request(String model, ChatRequest request) {
    ObjectNode root = JSON.createObjectNode().put("model", model);
    var messages = root.putArray("messages");
    for (ChatMessage message : request.messages()) {
      messages.addObject().put("role", message.role()).put("content", message.content());
    }
    root.put("temperature", request.temperature()).put("max_tokens", request.maxTokens());
    request.seed().ifPresent(seed -> root.put("seed", seed));
    if (request.topLogProbs() > 0) {
      root.put("logprobs", true).put("top_logprobs", request.topLogProbs());
    }
    if (request.format() == ChatRequest.Format.JSON_OBJECT) {
      root.putObject("response_format").put("type", "json_object");
    }
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  /** Reads the first choice; anything that is no completion is malformed, never an empty reply. */
  static ChatResult response(String body, String url) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return malformed(url, "is no JSON: " + e.getOriginalMessage());
    }
    JsonNode choice = root.path("choices").path(0);
    JsonNode message = choice.path("message");
    String finish = choice.path("finish_reason").asText("");
    if (message.path("refusal").isTextual() || finish.equals("content_filter")) {
      String said = message.path("refusal").asText("content filter");
      return ChatFailure.of(Kind.REFUSED, 200, url + " declined to answer: " + said);
    }
    if (!message.path("content").isTextual()) {
      return malformed(url, "has no text at choices[0].message.content");
    }
    return new ChatReply(
        message.path("content").asText(),
        root.path("model").asText(""),
        finish,
        firstToken(choice.path("logprobs").path("content").path(0)),
        usage(root.path("usage")),
        1,
        Duration.ZERO);
  }

  /** Names in the response of {@code GET /models}; empty if it is no such list. */
  static List<String> models(String body) {
    List<String> names = new ArrayList<>();
    try {
      for (JsonNode model : JSON.readTree(body).path("data")) {
        names.add(model.path("id").asText());
      }
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return names;
  }

  private static List<TokenLogProb> firstToken(JsonNode position) {
    List<TokenLogProb> tokens = new ArrayList<>();
    for (JsonNode entry : position.path("top_logprobs")) {
      if (entry.path("token").isTextual() && entry.path("logprob").isNumber()) {
        tokens.add(
            new TokenLogProb(entry.path("token").asText(), entry.path("logprob").asDouble()));
      }
    }
    return tokens;
  }

  private static TokenUsage usage(JsonNode usage) {
    return new TokenUsage(
        usage.path("prompt_tokens").asInt(0), usage.path("completion_tokens").asInt(0));
  }

  private static ChatFailure malformed(String url, String what) {
    return ChatFailure.of(Kind.MALFORMED, 200, "the response of " + url + " " + what);
  }
}
