package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.text.ChatTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model of this process.
 *
 * @param contextTokens of prompt and answer together, at most
 */
record LocalSide(
    String name, ChatTokenizer tokenizer, BatchedGenerator generator, int contextTokens)
    implements ChatSide {

  @Override
  public String answer(List<ChatMessage> conversation, Drawing drawing, Consumer<String> soFar) {
    int[] prompt = tokenizer.promptIds(conversation);
    if (prompt.length + drawing.maxNewTokens() > contextTokens) {
      throw StageFailure.wrong(
          "the conversation has %d tokens, and with an answer of %d the model takes %d in all: /reset begins anew"
              .formatted(prompt.length, drawing.maxNewTokens(), contextTokens));
    }
    List<Integer> ids = new ArrayList<>();
    List<Completion> answers =
        generator.generate(
            List.of(new GenerationRequest(0, prompt, drawing.seed())),
            Sampling.temperature(drawing.temperature(), drawing.maxNewTokens()),
            whole -> {},
            (index, token) -> {
              ids.add(token);
              soFar.accept(whole(ids.stream().mapToInt(Integer::intValue).toArray()));
              return true;
            });
    return whole(answers.get(0).ids());
  }

  /** Without the first bytes of a character whose others are still to come. */
  private String whole(int[] ids) {
    return tokenizer.decode(ids).replaceFirst("\uFFFD+$", "");
  }
}
