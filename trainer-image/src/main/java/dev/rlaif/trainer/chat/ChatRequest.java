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
 */
public record ChatRequest(
    List<ChatMessage> messages,
    double temperature,
    int maxTokens,
    OptionalLong seed,
    int topLogProbs) {

  public ChatRequest {
    messages = List.copyOf(messages);
  }

  public static ChatRequest text(List<ChatMessage> messages, double temperature, int maxTokens) {
    return new ChatRequest(messages, temperature, maxTokens, OptionalLong.empty(), 0);
  }

  public ChatRequest withSeed(long seed) {
    return new ChatRequest(messages, temperature, maxTokens, OptionalLong.of(seed), topLogProbs);
  }

  public ChatRequest withTopLogProbs(int count) {
    return new ChatRequest(messages, temperature, maxTokens, seed, count);
  }
}
