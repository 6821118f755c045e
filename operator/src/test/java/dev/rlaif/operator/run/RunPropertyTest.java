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
    playAll(List.of(first));
  }

  /** All sequences that begin so; one that has ended is followed for one event more. */
  private static void playAll(List<Happening> beginning) {
    boolean over = play(beginning);
    if (beginning.size() < EVENTS && !over) {
      for (Happening next : Happening.values()) {
        List<Happening> sequence = new ArrayList<>(beginning);
        sequence.add(next);
        playAll(sequence);
      }
    }
  }

  /** Whether the run had ended before the last event. */
  private static boolean play(List<Happening> sequence) {
    Scene scene = Scene.started();
    RunPhase before = scene.phase();
    for (Happening happening : sequence) {
      before = scene.phase();
      current(scene).ifPresent(happening.play);
      scene.settle();
    }
    check(scene, Objects.requireNonNull(before), sequence);
    return ENDED.contains(before);
  }

  private static void check(Scene scene, RunPhase before, List<Happening> sequence) {
    RunPhase after = Objects.requireNonNull(scene.phase());
    assertThat(after).as("%s", sequence).isGreaterThanOrEqualTo(before);
    assertThat(stances(scene)).as("%s", sequence).isEqualTo(1);
    if (ENDED.contains(before)) {
      assertThat(after).as("%s", sequence).isEqualTo(before);
    }
    if (!ENDED.contains(after) && after != RunPhase.DEPLOYING) {
      assertThat(current(scene)).as("%s: nothing goes on at %s", sequence, after).isPresent();
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
