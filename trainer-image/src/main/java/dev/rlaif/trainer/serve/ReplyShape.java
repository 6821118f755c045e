package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.trainer.rollout.TokenChances;
import dev.rlaif.trainer.serve.RunningAnswer.Said;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How answers are written: as chat or as plain completion. */
enum ReplyShape {
  CHAT("chat", "chatcmpl-", "chat.completion", "chat.completion.chunk") {
    @Override
    Choice whole(Said said, @Nullable Object logProbs) {
      var message = new Message("assistant", said.text());
      return new Choice(said.choice(), message, null, null, logProbs, said.reason());
    }

    @Override
    Choice piece(Said said, @Nullable Object logProbs) {
      return new Choice(said.choice(), null, new Message(null, said.text()), null, logProbs, null);
    }

    @Override
    Choice last(int index, String reason) {
      return new Choice(index, null, new Message(null, null), null, null, reason);
    }

    @Override
    Optional<Choice> first(int index) {
      return Optional.of(new Choice(index, null, new Message("assistant", ""), null, null, null));
    }

    @Override
    Object logProbs(List<TokenChances> chances, AnswerEngine engine, int offset) {
      return LogProbs.of(chances, engine);
    }
  },
  COMPLETION("completions", "cmpl-", "text_completion", "text_completion") {
    @Override
    Choice whole(Said said, @Nullable Object logProbs) {
      return new Choice(said.choice(), null, null, said.text(), logProbs, said.reason());
    }

    @Override
    Choice piece(Said said, @Nullable Object logProbs) {
      return new Choice(said.choice(), null, null, said.text(), logProbs, null);
    }

    @Override
    Choice last(int index, String reason) {
      return new Choice(index, null, null, "", null, reason);
    }

    @Override
    Optional<Choice> first(int index) {
      return Optional.empty();
    }

    @Override
    Object logProbs(List<TokenChances> chances, AnswerEngine engine, int offset) {
      return LegacyLogProbs.of(chances, engine, offset);
    }
  };

  private final String endpoint;
  private final String idPrefix;
  private final String object;
  private final String chunkObject;

  ReplyShape(String endpoint, String idPrefix, String object, String chunkObject) {
    this.endpoint = endpoint;
    this.idPrefix = idPrefix;
    this.object = object;
    this.chunkObject = chunkObject;
  }

  /** Name for metrics. */
  String endpoint() {
    return endpoint;
  }

  /** A complete answer. */
  abstract Choice whole(Said said, @Nullable Object logProbs);

  /** More text of a stream. */
  abstract Choice piece(Said said, @Nullable Object logProbs);

  /** Log-probabilities of tokens, the first of which begins at an offset of the text. */
  abstract Object logProbs(List<TokenChances> chances, AnswerEngine engine, int offset);

  /** All answers, complete. */
  List<Choice> wholes(List<Said> said, AnswerEngine engine) {
    return said.stream().map(one -> whole(one, told(one, engine, 0))).toList();
  }

  /** More text of a stream, which begins at an offset of the whole. */
  Choice piece(Said said, AnswerEngine engine, int offset) {
    return piece(said, told(said, engine, offset));
  }

  private @Nullable Object told(Said said, AnswerEngine engine, int offset) {
    return said.chances().isEmpty() ? null : logProbs(said.chances(), engine, offset);
  }

  /** The end of a stream's answer. */
  abstract Choice last(int index, String reason);

  /** What a stream's answer begins with. */
  abstract Optional<Choice> first(int index);

  Reply reply(Head head, List<Choice> choices, Usage usage) {
    return new Reply(idPrefix + head.id(), object, head.created(), head.model(), choices, usage);
  }

  Reply chunk(Head head, List<Choice> choices, @Nullable Usage usage) {
    return new Reply(
        idPrefix + head.id(), chunkObject, head.created(), head.model(), choices, usage);
  }

  /**
   * What all parts of one reply share.
   *
   * @param created seconds since 1970
   */
  record Head(String id, long created, String model) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Reply(
      String id,
      String object,
      long created,
      String model,
      List<Choice> choices,
      @Nullable Usage usage) {}

  record Choice(
      int index,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Message message,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Message delta,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String text,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object logprobs,
      @JsonProperty("finish_reason") @Nullable String finishReason) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Message(@Nullable String role, @Nullable String content) {}

  record Usage(
      @JsonProperty("prompt_tokens") int promptTokens,
      @JsonProperty("completion_tokens") int completionTokens,
      @JsonProperty("total_tokens") int totalTokens,
      @JsonProperty("prompt_tokens_details") PromptTokens details) {

    static Usage of(int promptTokens, int cachedTokens, int completionTokens) {
      return new Usage(
          promptTokens,
          completionTokens,
          promptTokens + completionTokens,
          new PromptTokens(cachedTokens));
    }
  }

  /**
   * Tokens of prompts in detail.
   *
   * @param cachedTokens not read again, since another prompt began with them
   */
  record PromptTokens(@JsonProperty("cached_tokens") int cachedTokens) {}
}
