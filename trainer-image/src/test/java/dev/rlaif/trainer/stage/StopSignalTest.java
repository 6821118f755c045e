package dev.rlaif.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopSignalTest {

  @Test
  void aResultThatIsThereIsTakenEvenIfStopIsAsked() {
    StopSignal asked = () -> true;
    assertThat(asked.await(CompletableFuture.completedFuture(3))).isEqualTo(3);
    assertThatThrownBy(asked::check).isInstanceOf(Stopped.class);
  }

  @Test
  void waitsForAResultThatComes() {
    var late =
        new CompletableFuture<String>().completeOnTimeout("here", 250, TimeUnit.MILLISECONDS);
    assertThat(StopSignal.NEVER.await(late)).isEqualTo("here");
  }

  @Test
  void doesNotWaitForOneThatNeverComes() {
    var polls = new AtomicInteger();
    StopSignal third = () -> polls.incrementAndGet() >= 3;
    assertThatThrownBy(() -> third.await(new CompletableFuture<>())).isInstanceOf(Stopped.class);
    assertThat(polls).hasValue(3);
  }

  @Test
  void handsOnWhyThereIsNoResult() {
    var failed = CompletableFuture.failedFuture(StageFailure.wrong("no"));
    assertThatThrownBy(() -> StopSignal.NEVER.await(failed))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StageFailure.class);
  }

  @Test
  void blameIsForFailuresThatSayNoMoreThanWrong() {
    assertThat(blamed(StageFailure.wrong("a"))).isEqualTo(Reason.DATA_INVALID);
    assertThat(blamed(StageFailure.wrong("a").because(Reason.JUDGE_UNAVAILABLE)))
        .isEqualTo(Reason.JUDGE_UNAVAILABLE);
    assertThat(blamed(StageFailure.interrupted("a"))).isEqualTo(Reason.INTERRUPTED);
    assertThat(blamed(new StageFailure(StageFailure.Exit.ENVIRONMENT, "a")))
        .isEqualTo(Reason.STAGE_RETRYING);
  }

  private static Reason blamed(StageFailure failure) {
    try {
      return StageFailure.<Reason>blaming(
          Reason.DATA_INVALID,
          () -> {
            throw failure;
          });
    } catch (StageFailure thrown) {
      assertThat(thrown.exit()).isEqualTo(failure.exit());
      assertThat(thrown).hasMessage("a");
      return thrown.reason();
    }
  }
}
