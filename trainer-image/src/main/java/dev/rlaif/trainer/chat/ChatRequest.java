package dev.rlaif.trainer.chat;

import java.util.List;
import java.util.OptionalLong;

/**
 * One conversation to be continued.
 *
 * @param temperature 0 means greedy
 * @param maxTokens of the reply, at least 1
 * @param topLogProbs how many alternatives of the first token are wanted with their
 *     log-probabilities; 0 asks for none
 * @param format that the server shall keep the reply to
 */
public record ChatRequest(
    List<ChatMessage> messages,
    double temperature,
    int maxTokens,
    OptionalLong seed,
    int topLogProbs,
    Format format) {

  /** What a reply may be; a server that does not know JSON_OBJECT rejects the request. */
  public enum Format {
    TEXT,
    /** one JSON object: {@code response_format} of the OpenAI API */
    JSON_OBJECT
  }

  public ChatRequest {
    messages = List.copyOf(messages);
  }

  public static ChatRequest text(List<ChatMessage> messages, double temperature, int maxTokens) {
    return new ChatRequest(messages, temperature, maxTokens, OptionalLong.empty(), 0, Format.TEXT);
  }

  public ChatRequest withSeed(long seed) {
    return new ChatRequest(
        messages, temperature, maxTokens, OptionalLong.of(seed), topLogProbs, format);
  }

  public ChatRequest withTopLogProbs(int count) {
    return new ChatRequest(messages, temperature, maxTokens, seed, count, format);
  }

  public ChatRequest withFormat(Format wanted) {
    return new ChatRequest(messages, temperature, maxTokens, seed, topLogProbs, wanted);
  }
}
