package dev.rlaif.trainer.chat;

/** Tokens of a request as the server counted them; both 0 when it did not say. */
public record TokenUsage(int promptTokens, int completionTokens) {

  public static final TokenUsage UNKNOWN = new TokenUsage(0, 0);

  public int total() {
    return promptTokens + completionTokens;
  }
}
