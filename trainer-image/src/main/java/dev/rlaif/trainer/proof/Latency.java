package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judgement;
import java.util.List;

/**
 * How long judgements took that sent a request, waits between attempts included.
 *
 * @param count of them; 0: all were had already, or no network is involved
 */
record Latency(int count, long p50Milliseconds, long p95Milliseconds) {

  static Latency of(List<Judgement> all) {
    long[] millis =
        all.stream()
            .filter(judgement -> judgement.attempts() > 0)
            .mapToLong(judgement -> judgement.latency().toMillis())
            .sorted()
            .toArray();
    return new Latency(millis.length, quantile(millis, 0.5), quantile(millis, 0.95));
  }

  Estimate estimate() {
    return count == 0 ? Estimate.UNKNOWN : Estimate.of(p95Milliseconds);
  }

  private static long quantile(long[] sorted, double quantile) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }
}
