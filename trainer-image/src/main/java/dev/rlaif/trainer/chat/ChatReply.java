package dev.rlaif.trainer.chat;

import java.time.Duration;
import java.util.List;

/**
 * A reply as it came.
 *
 * @param model as the server names it
 * @param finishReason as the server names it, empty when it says nothing
 * @param firstToken alternatives of the first token, most probable first; empty when not asked for
 */
public record ChatReply(
    String text,
    String model,
    String finishReason,
    List<TokenLogProb> firstToken,
    TokenUsage usage,
    int attempts,
    Duration latency)
    implements ChatResult {

  public ChatReply {
    firstToken = List.copyOf(firstToken);
  }

  /** A reply that no network was needed for. */
  public static ChatReply of(String text) {
    return new ChatReply(text, "", "stop", List.of(), TokenUsage.UNKNOWN, 1, Duration.ZERO);
  }

  ChatReply after(int attempts, Duration latency) {
    return new ChatReply(text, model, finishReason, firstToken, usage, attempts, latency);
  }
}
