package dev.rlaif.trainer.rollout;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** An answer in the making, and the row of the cache that it owns. */
final class ActiveRow implements OpenRow {
  private final GenerationRequest request;
  private final int limit;
  private int[] ids = new int[16];
  private float[] logProbs = new float[16];
  private int drawn;
  private Optional<FinishReason> finish = Optional.empty();

  /**
   * A row without any token yet.
   *
   * @param limit most tokens to draw, at least 1
   */
  ActiveRow(GenerationRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  GenerationRequest request() {
    return request;
  }

  /** Tokens drawn so far. */
  int drawn() {
    return drawn;
  }

  /** Every token of the prompt and of what is drawn, once. */
  IntStream seenIds() {
    return IntStream.concat(Arrays.stream(request.promptIds()), Arrays.stream(ids, 0, drawn))
        .distinct();
  }

  @Override
  public int lastId() {
    return ids[drawn - 1];
  }

  @Override
  public int position() {
    return request.promptIds().length + drawn - 1;
  }

  float nextUniform() {
    return Uniforms.at(request.seed(), drawn);
  }

  void append(int id, float logProb) {
    if (drawn == ids.length) {
      ids = Arrays.copyOf(ids, 2 * drawn);
      logProbs = Arrays.copyOf(logProbs, 2 * drawn);
    }
    ids[drawn] = id;
    logProbs[drawn] = logProb;
    drawn++;
    if (drawn == limit) {
      finish = Optional.of(FinishReason.LENGTH);
    }
  }

  void stop() {
    finish = Optional.of(FinishReason.STOP);
  }

  boolean isFinished() {
    return finish.isPresent();
  }

  Completion completion() {
    return new Completion(
        request.index(),
        request.promptIds(),
        Arrays.copyOf(ids, drawn),
        Arrays.copyOf(logProbs, drawn),
        finish.orElseThrow());
  }
}
