package dev.rlaif.trainer.train;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the judge keeps up. Its latency hides behind generation and training; what remains is the
 * time that a step waits for scores and does nothing else.
 */
final class JudgePace {
  /** Steps that are looked at together: one slow reply says nothing. */
  private static final int WINDOW = 5;

  /** Steps between two words about it. */
  private static final int SILENCE = 50;

  private static final double MOST = 0.1;

  private final Deque<StepMetrics> newest = new ArrayDeque<>();
  private long silentUntil;

  /** What to say after a step, and what would do; empty if the judge keeps up. */
  Optional<String> after(StepMetrics step) {
    if (step.get("time/judge_wait").isEmpty()) {
      return Optional.empty();
    }
    newest.addLast(step);
    if (newest.size() > WINDOW) {
      newest.removeFirst();
    }
    double waited = sum("time/judge_wait");
    double whole = sum("time/step");
    if (newest.size() < WINDOW || step.step() < silentUntil || !(waited > MOST * whole)) {
      return Optional.empty();
    }
    silentUntil = step.step() + SILENCE;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the last %d steps of %.1f s waited %.0f %% of their time for the judge, at most %.0f %% is"
                + " good: raise spec.endpoint.throughput and give it more servers, take a faster"
                + " judge, or set spec.rollout.maxStaleness to 1 if only its latency is at fault",
            WINDOW,
            whole / WINDOW,
            100 * waited / whole,
            100 * MOST));
  }

  private double sum(String name) {
    return newest.stream().mapToDouble(step -> step.get(name).orElse(0)).sum();
  }
}
