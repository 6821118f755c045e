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
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
  private static final long SECOND = 1_000_000_000L;

  private static ChatLimits limits(OptionalDouble perMinute, OptionalDouble tokensPerSecond) {
    Duration second = Duration.ofSeconds(1);
    return new ChatLimits(
        1, perMinute, tokensPerSecond, second, 0, second, Duration.ZERO, second, 1);
  }

  @Test
  void budgetSavesNothingUp() {
    var budget = new Budget(limits(OptionalDouble.of(60), OptionalDouble.empty()), 0);

    assertThat(budget.take(100, 10, 9 * SECOND).sendAt()).isEqualTo(9 * SECOND);
    assertThat(budget.take(100, 10, 9 * SECOND).sendAt())
        .isBetween(10 * SECOND, 10 * SECOND + SECOND / 50);
    assertThat(budget.take(100, 10, 9 * SECOND).sendAt())
        .isBetween(11 * SECOND, 11 * SECOND + SECOND / 20);
  }

  @Test
  void budgetLearnsHowLongRequestsAre() {
    var budget = new Budget(limits(OptionalDouble.empty(), OptionalDouble.of(1000)), 0);
    Budget.Grant first = budget.take(3000, 500, 0);
    assertThat(budget.take(3000, 500, 0).sendAt()).isGreaterThan(SECOND * 3 / 2);

    budget.settle(first, new TokenUsage(290, 10));
    Budget.Grant third = budget.take(3000, 500, 10 * SECOND);
    assertThat(third.nanos()).isBetween(0.3 * SECOND, 0.31 * SECOND);
    assertThat(budget.take(1000, 500, 10 * SECOND).nanos()).isBetween(0.1 * SECOND, 0.11 * SECOND);
  }

  @Test
  void budgetTakesBackWhatARefusedRequestDidNotUse() {
    var budget = new Budget(limits(OptionalDouble.of(600), OptionalDouble.of(100)), 0);
    budget.refused(budget.take(3000, 0, 0));

    assertThat(budget.take(3000, 0, 0).sendAt()).isBetween(SECOND / 10, SECOND / 9);
  }

  @Test
  void budgetWithoutLimitsLetsEverythingThrough() {
    var budget = new Budget(limits(OptionalDouble.empty(), OptionalDouble.empty()), 0);

    assertThat(budget.take(1 << 20, 100, 5).sendAt()).isEqualTo(5);
    assertThat(budget.take(1 << 20, 100, 5).sendAt()).isEqualTo(5);
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
  void circuitOpensAfterFailuresInARowAndLetsTrialsThroughEverLater() {
    var circuit = new CircuitBreaker(2, Duration.ofSeconds(4), Duration.ofSeconds(15));
    circuit.serverFailed(0, "");
    circuit.serverAnswered();
    circuit.serverFailed(0, "");
    assertThat(circuit.isOpen()).isFalse();
    circuit.serverFailed(SECOND, "down");
    assertThat(circuit.isOpen()).isTrue();
    assertThat(circuit.outage(3 * SECOND)).contains(new Outage(Duration.ofSeconds(3), "down"));

    assertThat(circuit.trialIn(2 * SECOND)).isEqualTo(3 * SECOND);
    assertThat(circuit.trialIn(5 * SECOND)).isZero();
    assertThat(circuit.trialIn(5 * SECOND)).isEqualTo(8 * SECOND);
    assertThat(circuit.trialIn(13 * SECOND)).isZero();
    assertThat(circuit.trialIn(13 * SECOND)).isEqualTo(15 * SECOND);
  }

  @Test
  void anOutageIsOneOnlyIfATrialFailed() {
    var circuit = new CircuitBreaker(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
    circuit.serverFailed(0, "");
    circuit.serverAnswered();
    assertThat(circuit.tried(ChatReply.of("yes"))).isFalse();
    assertThat(circuit.outagesEnded()).isZero();

    circuit.serverFailed(0, "");
    assertThat(circuit.tried(ChatFailure.of(ChatFailure.Kind.TIMEOUT, 0, ""))).isTrue();
    assertThat(circuit.tried(ChatFailure.of(ChatFailure.Kind.TIMEOUT, 0, ""))).isFalse();
    circuit.serverAnswered();
    assertThat(circuit.outagesEnded()).isEqualTo(1);
  }

  @Test
  void aLonelyConversationOpensTheCircuitBeforeItsAttemptsAreUsedUp() {
    var circuit = CircuitBreaker.of(4);
    for (int failure = 1; failure <= 5; failure++) {
      assertThat(circuit.isOpen()).isFalse();
      circuit.serverFailed(0, "");
    }
    assertThat(circuit.isOpen()).isTrue();
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
