package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.AllocationFailure;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * What forward and backward take of a GPU's memory, as two calls of different size have shown.
 *
 * @param free bytes that a call may take
 * @param fixedBytes of any call
 * @param tokenBytes of each token more
 */
record MeasuredCalls(long free, double fixedBytes, double tokenBytes) {
  /** The rest is for what the calls do not show: fragments, the optimiser's own arrays. */
  private static final double USED = 0.85;

  /**
   * Runs a call of one sequence, then one of several.
   *
   * @param free bytes of the device, after libtorch gave back what it only keeps
   * @param left bytes of the device as they are, while libtorch keeps the most that a call needed
   * @param call runs forward and backward of so many sequences
   * @param tokens of each sequence
   * @param several more than 1
   */
  static MeasuredCalls measure(
      LongSupplier free, LongSupplier left, IntConsumer call, int tokens, int several) {
    try {
      // what is made once, such as gradients of the parameters, is no part of a call
      call.accept(1);
      double one = taken(free, left, call, 1);
      double all = taken(free, left, call, several);
      double token = Math.max(0, all - one) / ((several - 1.0) * tokens);
      return new MeasuredCalls(
          (long) (USED * free.getAsLong()), Math.max(0, one - token * tokens), token);
    } catch (RuntimeException e) {
      if (!AllocationFailure.is(e)) {
        throw e;
      }
      return new MeasuredCalls(0, 0, 1);
    }
  }

  private static double taken(
      LongSupplier free, LongSupplier left, IntConsumer call, int sequences) {
    long before = free.getAsLong();
    call.accept(sequences);
    return before - left.getAsLong();
  }

  /** Sequences of so many tokens that a call may hold, at least one. */
  int sequences(int tokens) {
    double most = (free - fixedBytes) / (Math.max(1, tokenBytes) * Math.max(1, tokens));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
  }
}
