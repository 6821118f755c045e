package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.plan.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the Jobs of a run, in whatever order: it goes forward, ends once, and says at
 * each moment whether it works, waits for a person, or is done.
 */
class RunPropertyTest {
  private static final int EVENTS = 4;
  private static final Set<RunPhase> ENDED =
      Set.of(RunPhase.SUCCEEDED, RunPhase.REJECTED, RunPhase.FAILED);

  /** What can happen to the Job that is there. */
  private enum Happening {
    RUNS(JobPlay::run),
    INTERRUPTED(JobPlay::interrupt),
    CRASHES(job -> job.crash("Error", 1)),
    COMPLETES(JobPlay::complete),
    FAILS(
        job -> {
          job.crash("Error", 1);
          job.fail("BackoffLimitExceeded");
        }),
    VANISHES(JobPlay::vanish);

    private final Consumer<JobPlay> play;

    Happening(Consumer<JobPlay> play) {
      this.play = play;
    }
  }

  /** First events; each test plays all sequences that begin so. */
  static List<Happening> happenings() {
    return List.of(Happening.values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("happenings")
  void endsOrGoesOnAfterEverySequenceOfEvents(Happening first) {
    int sequences = (int) Math.pow(Happening.values().length, EVENTS - 1);
    for (int number = 0; number < sequences; number++) {
      play(sequence(first, number));
    }
  }

  private static List<Happening> sequence(Happening first, int number) {
    List<Happening> sequence = new ArrayList<>(List.of(first));
    int rest = number;
    for (int i = 1; i < EVENTS; i++) {
      sequence.add(Happening.values()[rest % Happening.values().length]);
      rest /= Happening.values().length;
    }
    return sequence;
  }

  private static void play(List<Happening> sequence) {
    Scene scene = Scene.started();
    for (Happening happening : sequence) {
      RunPhase before = scene.phase();
      current(scene).ifPresent(happening.play);
      scene.settle();
      RunPhase after = Objects.requireNonNull(scene.phase());
      assertThat(after).as("%s at %s", sequence, happening).isGreaterThanOrEqualTo(before);
      assertThat(stances(scene)).as("%s at %s", sequence, happening).isEqualTo(1);
      if (ENDED.contains(before)) {
        assertThat(after).as("%s at %s", sequence, happening).isEqualTo(before);
      }
      if (!ENDED.contains(after) && after != RunPhase.DEPLOYING) {
        assertThat(current(scene)).as("%s: nothing goes on at %s", sequence, after).isPresent();
      }
    }
  }

  /** Exactly one of: done, at work, waits for a person. */
  private static long stances(Scene scene) {
    return List.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED).stream()
        .filter(scene::is)
        .count();
  }

  /** The Job whose turn it is. */
  private static Optional<JobPlay> current(Scene scene) {
    return List.of(StageName.EVALUATE, StageName.TRAIN, StageName.PROMPTS).stream()
        .map(scene::job)
        .filter(JobPlay::exists)
        .findFirst();
  }
}
