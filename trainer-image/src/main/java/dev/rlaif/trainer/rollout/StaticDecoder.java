package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.DecodeStep;
import dev.rlaif.trainer.kernel.KeyValueCache;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes over buffers of fixed shapes: one step for each power of two of rows, made when it is
 * first needed. Rows that a step has too many decode token 0 at position 0 of a row of the cache
 * that nobody owns.
 */
final class StaticDecoder implements Decoder {
  private final StepFactory factory;
  private final KeyValueCache cache;
  private final TokenSampler sampler;
  private final Repetition repetition;
  private final Map<Integer, DecodeStep> steps = new TreeMap<>();

  StaticDecoder(
      StepFactory factory, KeyValueCache cache, TokenSampler sampler, Repetition repetition) {
    this.factory = factory;
    this.cache = cache;
    this.sampler = sampler;
    this.repetition = repetition;
  }

  @Override
  public Draws next(List<ActiveRow> rows) {
    DecodeStep step = steps.computeIfAbsent(stepRows(rows.size(), cache.rows()), factory::make);
    return Draws.of(repetition.run(step, numbers(rows, step.rows())), rows.size());
  }

  /** The next power of two, but not more than the cache has. */
  static int stepRows(int rows, int most) {
    int power = Integer.highestOneBit(rows);
    return Math.min(most, power == rows ? rows : 2 * power);
  }

  /** [4, S]: ids, positions, uniforms, bans. */
  private double[] numbers(List<ActiveRow> rows, int size) {
    double[] numbers = new double[DecodeStep.INPUTS * size];
    for (int b = 0; b < rows.size(); b++) {
      ActiveRow row = rows.get(b);
      numbers[b] = row.lastId();
      numbers[size + b] = row.position();
      numbers[2 * size + b] = row.nextUniform();
      numbers[3 * size + b] = sampler.bans(row) ? 1 : 0;
    }
    return numbers;
  }

  @Override
  public void close() {
    repetition.close();
    steps.values().forEach(DecodeStep::close);
  }
}
