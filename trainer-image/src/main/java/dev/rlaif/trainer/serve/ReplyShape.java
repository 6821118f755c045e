package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How answers are written: as chat or as plain completion. */
enum ReplyShape {
  CHAT("chat", "chatcmpl-", "chat.completion", "chat.completion.chunk") {
    @Override
    Choice whole(int index, String text, String reason, @Nullable LogProbs logProbs) {
      return new Choice(index, new Message("assistant", text), null, null, logProbs, reason);
    }

    @Override
    Choice piece(int index, String text) {
      return new Choice(index, null, new Message(null, text), null, null, null);
    }

    @Override
    Choice last(int index, String reason) {
      return new Choice(index, null, new Message(null, null), null, null, reason);
    }

    @Override
    Optional<Choice> first(int index) {
      return Optional.of(new Choice(index, null, new Message("assistant", ""), null, null, null));
    }
  },
  COMPLETION("completions", "cmpl-", "text_completion", "text_completion") {
    @Override
    Choice whole(int index, String text, String reason, @Nullable LogProbs logProbs) {
      return new Choice(index, null, null, text, logProbs, reason);
    }

    @Override
    Choice piece(int index, String text) {
      return new Choice(index, null, null, text, null, null);
    }

    @Override
    Choice last(int index, String reason) {
      return new Choice(index, null, null, "", null, reason);
    }

    @Override
    Optional<Choice> first(int index) {
      return Optional.empty();
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
  abstract Choice whole(int index, String text, String reason, @Nullable LogProbs logProbs);

  /** More text of a stream. */
  abstract Choice piece(int index, String text);

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
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LogProbs logprobs,
      @JsonProperty("finish_reason") @Nullable String finishReason) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Message(@Nullable String role, @Nullable String content) {}

  record Usage(
      @JsonProperty("prompt_tokens") int promptTokens,
      @JsonProperty("completion_tokens") int completionTokens,
      @JsonProperty("total_tokens") int totalTokens) {

    static Usage of(int promptTokens, int completionTokens) {
      return new Usage(promptTokens, completionTokens, promptTokens + completionTokens);
    }
  }
}
