package dev.rlaif.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A plan, or all the problems that prevent it: exactly one of the two.
 *
 * @param problems empty where there is a plan
 */
public record Planned<T>(Optional<T> plan, List<Problem> problems) {

  public Planned {
    problems = List.copyOf(problems);
    if (plan.isPresent() != problems.isEmpty()) {
      throw new IllegalArgumentException("either a plan or problems, not " + plan + problems);
    }
  }

  public static <T> Planned<T> of(T plan) {
    return new Planned<>(Optional.of(plan), List.of());
  }

  public static <T> Planned<T> refused(List<Problem> problems) {
    return new Planned<>(Optional.empty(), problems);
  }

  /** The plan; what {@code failure} makes of the problems is thrown where there is none. */
  public <X extends Throwable> T orElseThrow(Function<List<Problem>, X> failure) throws X {
    return plan.orElseThrow(() -> failure.apply(problems));
  }
}
