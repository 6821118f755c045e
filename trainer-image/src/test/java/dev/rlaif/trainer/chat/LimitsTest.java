package dev.rlaif.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void bucketGivesItsRateOverTime() {
    var bucket = new TokenBucket(2, 2, 0);

    assertThat(bucket.take(2, 0)).isZero();
    assertThat(bucket.take(1, 0)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(1, 0)).isEqualTo(SECOND);
    assertThat(bucket.take(1, 10 * SECOND)).isZero();
  }

  @Test
  void bucketLetsAnAmountThatIsLargerThanItselfWaitItsTime() {
    assertThat(new TokenBucket(100, 100, 0).take(2000, 0)).isEqualTo(19 * SECOND);
  }

  @Test
  void budgetLearnsHowLongRequestsAre() {
    var limits =
        new ChatLimits(
            1,
            java.util.OptionalDouble.empty(),
            java.util.OptionalDouble.of(1000),
            Duration.ofSeconds(1),
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1);
    var budget = new Budget(limits, 0);

    assertThat(budget.take(0)).isEqualTo(SECOND);
    budget.settle(new TokenUsage(90, 10));
    assertThat(budget.take(0)).isZero();
  }

  @Test
  void backoffDoublesUpToThirtyUnits() {
    Duration unit = Duration.ofSeconds(1);

    assertThat(Backoff.delay(1, unit, 0, Optional.empty())).isEqualTo(unit);
    assertThat(Backoff.delay(3, unit, 1, Optional.empty())).isEqualTo(Duration.ofSeconds(6));
    assertThat(Backoff.delay(40, unit, 0, Optional.empty())).isEqualTo(Duration.ofSeconds(30));
    assertThat(Backoff.delay(1, unit, 0, Optional.of(Duration.ofSeconds(9)))).hasSeconds(9);
    assertThat(Backoff.delay(5, unit, 0, Optional.of(Duration.ofSeconds(9)))).hasSeconds(16);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2015-10-21T07:28:00Z");

    assertThat(RetryAfter.parse(" 120 ", now)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:29:00 GMT", now))
        .contains(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:27:00 GMT", now)).isEmpty();
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
    assertThat(RetryAfter.parse(null, now)).isEmpty();
  }

  @Test
  void circuitOpensAfterFailuresInARowAndLetsOneTrialThrough() {
    var circuit = new CircuitBreaker(2, Duration.ofSeconds(15));
    circuit.serverFailed(0);
    circuit.serverAnswered();
    circuit.serverFailed(0);
    assertThat(circuit.waitNanos(0)).isZero();
    circuit.serverFailed(0);

    assertThat(circuit.waitNanos(5 * SECOND)).isEqualTo(10 * SECOND);
    assertThat(circuit.waitNanos(15 * SECOND)).isZero();
    assertThat(circuit.waitNanos(15 * SECOND)).isEqualTo(15 * SECOND);
    circuit.serverAnswered();
    assertThat(circuit.waitNanos(16 * SECOND)).isZero();
  }

  @Test
  void keyComesFromAFileOrFromTheEnvironment(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("judge-key"));
    Files.writeString(folder.resolve("judge-key/token"), "from-file\n");
    var environment = Map.of("RLAIF_SECRETS", folder.toString());

    assertThat(ApiKey.secret("judge-key", "token", environment).authorization())
        .contains("Bearer from-file");
    assertThat(ApiKey.none().authorization()).isEmpty();
    assertThatThrownBy(() -> ApiKey.secret("other.key", "token", environment))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("RLAIF_SECRET_OTHER_KEY_TOKEN");
    assertThatThrownBy(() -> ApiKey.secret("a", "b", Map.of("RLAIF_SECRET_A_B", "two words")))
        .hasMessageContaining("visible ASCII")
        .hasMessageNotContaining("two words");
  }
}
