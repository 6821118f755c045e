package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.rollout.TokenListener;
import dev.rlaif.trainer.serve.AnswerEngine;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.util.List;
import java.util.function.Consumer;

/** The run's model as the server needs it. */
final class ModelEngine implements AnswerEngine {
  private final ChatTokenizer tokenizer;
  private final BatchedGenerator generator;
  private final int contextTokens;

  ModelEngine(ChatTokenizer tokenizer, BatchedGenerator generator, int contextTokens) {
    this.tokenizer = tokenizer;
    this.generator = generator;
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
  public void generate(
      List<GenerationRequest> requests,
      Sampling sampling,
      Consumer<Completion> finished,
      TokenListener listener) {
    generator.generate(requests, sampling, finished, listener);
  }
}
