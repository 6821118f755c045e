package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.rollout.LiveRequest;
import dev.rlaif.trainer.serve.WaitingAnswers.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingAnswersTest {
  private final FakeEngine engine = FakeEngine.saying("x");

  @Test
  void thoseThatComeTogetherAreBegunTogether() {
    WaitingAnswers waiting = new WaitingAnswers(8, Duration.ofMinutes(5));
    Runnable first = waiting.expect();
    Runnable second = waiting.expect();
    CompletableFuture<List<AnswerRow>> begun = CompletableFuture.supplyAsync(() -> begin(waiting));
    waiting.add(row());
    first.run();
    waiting.add(row());
    second.run();
    assertThat(begun.join()).hasSize(2);
  }

  @Test
  void whatIsExpectedAndDoesNotComeIsNotWaitedForAnyMore() {
    WaitingAnswers waiting = new WaitingAnswers(8, Duration.ofMinutes(5));
    Runnable refused = waiting.expect();
    CompletableFuture<List<AnswerRow>> begun = CompletableFuture.supplyAsync(() -> begin(waiting));
    waiting.add(row());
    refused.run();
    refused.run();
    assertThat(begun.join()).hasSize(1);
  }

  @Test
  void whatTakesTooLongIsNotWaitedFor() {
    WaitingAnswers waiting = new WaitingAnswers(8, Duration.ofMillis(1));
    waiting.expect();
    assertThat(waiting.add(row())).isEqualTo(Admission.ADMITTED);
    assertThat(begin(waiting)).hasSize(1);
  }

  private static List<AnswerRow> begin(WaitingAnswers waiting) {
    List<AnswerRow> taken = new ArrayList<>();
    try {
      assertThat(waiting.await()).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    waiting.take(taken::add);
    return taken;
  }

  private List<AnswerRow> row() {
    var request =
        new AnswerRequest(
            new ServedModel("m", LiveRequest.BASE),
            List.of(new int[] {1}),
            List.of(1),
            1,
            0,
            1,
            List.of(),
            1,
            -1,
            false,
            false);
    return new RunningAnswer(request, engine, new ServeMetrics()).rows();
  }
}
