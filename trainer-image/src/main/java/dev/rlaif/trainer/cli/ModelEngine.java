package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.AnswerBatch;
import dev.rlaif.trainer.serve.AnswerEngine;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.util.List;

/** The run's model as the server needs it. */
final class ModelEngine implements AnswerEngine {
  private final ChatTokenizer tokenizer;
  private final Batches batches;
  private final int contextTokens;

  /** Makes batches of the model. */
  interface Batches {
    /** As {@link AnswerEngine#newBatch}. */
    AnswerBatch open(int maxRows, long prefixBytes);
  }

  ModelEngine(ChatTokenizer tokenizer, Batches batches, int contextTokens) {
    this.tokenizer = tokenizer;
    this.batches = batches;
    this.contextTokens = contextTokens;
  }

  @Override
  public int[] encode(List<ChatMessage> messages) {
    try {
      return tokenizer.promptIds(messages);
    } catch (StageFailure refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  @Override
  public int[] encode(String text) {
    return tokenizer.encode(text);
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.decode(ids);
  }

  @Override
  public int contextTokens() {
    return contextTokens;
  }

  @Override
  public AnswerBatch newBatch(int maxRows, long prefixBytes) {
    return batches.open(maxRows, prefixBytes);
  }
}
