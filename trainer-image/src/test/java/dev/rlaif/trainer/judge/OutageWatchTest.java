package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.stage.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutageWatchTest {
  private final List<String> said = new ArrayList<>();
  private Optional<Outage> outage = Optional.empty();
  private boolean asked;

  private final class DownJudge implements Judge {
    @Override
    public String name() {
      return "down";
    }

    @Override
    public String hash() {
      return "down";
    }

    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      return new CompletableFuture<>();
    }

    @Override
    public Optional<Outage> outage() {
      return outage;
    }

    @Override
    public void close() {}
  }

  private OutageWatch watch() {
    return new OutageWatch(
        new DownJudge(),
        down -> said.add(down.lasted().toSeconds() + " " + down.why()),
        () -> said.add("back"),
        () -> asked);
  }

  private void lasts(long seconds) {
    outage = Optional.of(new Outage(Duration.ofSeconds(seconds), "503"));
  }

  @Test
  void saysItOnceThenNowAndThenAndThatItIsOver() {
    OutageWatch watch = watch();
    for (long seconds : new long[] {2, 3, 31, 32, 33, 61, 62}) {
      lasts(seconds);
      assertThat(watch.isAsked()).isFalse();
    }
    outage = Optional.empty();
    assertThat(watch.await(CompletableFuture.completedFuture("score"))).isEqualTo("score");
    assertThat(watch.isAsked()).isFalse();

    assertThat(said).containsExactly("2 503", "32 503", "62 503", "back");
  }

  @Test
  void aPauseEndsWhenTheStageIsAskedToStop() {
    OutageWatch watch = watch();
    lasts(5);
    asked = true;

    assertThatThrownBy(() -> watch.await(new CompletableFuture<String>()))
        .isInstanceOf(Stopped.class);
    assertThat(said).containsExactly("5 503");
  }
}
