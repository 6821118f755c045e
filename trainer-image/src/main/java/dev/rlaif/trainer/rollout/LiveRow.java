package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.SamplingFilter;

/** An answer of a {@link LiveBatch}. */
final class LiveRow implements OpenRow {
  private final LiveRequest request;
  private int read;
  private int reused;
  private int drawn;
  private int lastId;
  private boolean ended;

  LiveRow(LiveRequest request) {
    this.request = request;
  }

  LiveRequest request() {
    return request;
  }

  int promptLength() {
    return request.promptIds().length;
  }

  /** Tokens of the prompt that the cache holds. */
  int read() {
    return read;
  }

  void read(int tokens) {
    read = tokens;
  }

  /** Begins to read behind so many tokens, which the cache holds because they were read before. */
  void reuse(int tokens) {
    read = tokens;
    reused = tokens;
  }

  @Override
  public int lastId() {
    return lastId;
  }

  @Override
  public int position() {
    return promptLength() + drawn - 1;
  }

  float nextUniform() {
    return Uniforms.at(request.seed(), drawn);
  }

  SamplingFilter filter() {
    return new SamplingFilter(request.temperature(), 0, request.topP());
  }

  boolean isEnded() {
    return ended;
  }

  /**
   * Takes the token that was drawn, and tells it.
   *
   * @param stops whether it ends an answer
   */
  void append(int id, boolean stops) {
    lastId = id;
    if (drawn++ == 0) {
      request.listener().promptRead(reused);
    }
    boolean wanted = request.listener().token(id);
    boolean whole = stops || drawn == request.maxNewTokens();
    ended = !wanted || whole;
    if (wanted && whole) {
      request.listener().finished(stops ? FinishReason.STOP : FinishReason.LENGTH);
    }
  }
}
