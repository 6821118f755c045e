package dev.rlaif.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.FaultyServer.Arrival;
import dev.rlaif.trainer.chat.FaultyServer.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server saw of the client, whatever it failed at. */
@Timeout(120)
class BudgetTest {
  private static final int REQUESTS_PER_SECOND = 60;
  private static final int TOKENS_PER_SECOND = 2000;

  /** Any request may be late on its way, so that the next ones seem early. */
  private static final double LATE_SECONDS = 0.25;

  private static List<Arrival> arrivals(OptionalDouble perMinute, OptionalDouble tokens, int calls)
      throws IOException {
    var limits =
        new ChatLimits(
            32,
            perMinute,
            tokens,
            Duration.ofSeconds(1),
            8,
            Duration.ofSeconds(60),
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            1 << 20);
    try (var server = new FaultyServer(3, 0.3, List.of(Fault.values()), 5);
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits))) {
      // The first request of a process is long on its way, and all that follow would seem early.
      client.probe(0);
      server.arrivals.clear();
      List<CompletableFuture<ChatResult>> all =
          IntStream.range(0, calls)
              .mapToObj(i -> client.send(ChatRequest.text(List.of(message(i)), 0, 10)))
              .toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      assertThat(server.mostUnderWay).hasValueLessThanOrEqualTo(33);
      return server.arrivals.stream().sorted(Comparator.comparingLong(Arrival::nanos)).toList();
    }
  }

  private static ChatMessage message(int i) {
    return ChatMessage.user("filler ".repeat(i % 60) + "answer number " + i);
  }

  @Test
  void requestsOfAMinuteAreNeverExceeded() throws IOException {
    List<Arrival> arrivals =
        arrivals(OptionalDouble.of(60.0 * REQUESTS_PER_SECOND), OptionalDouble.empty(), 150);

    for (int i = 0; i < arrivals.size(); i++) {
      double seconds = (arrivals.get(i).nanos() - arrivals.get(0).nanos()) / 1e9;
      assertThat((double) i).isLessThanOrEqualTo(REQUESTS_PER_SECOND * (seconds + LATE_SECONDS));
    }
  }

  @Test
  void tokensOfASecondAreNeverExceeded() throws IOException {
    List<Arrival> arrivals =
        arrivals(OptionalDouble.empty(), OptionalDouble.of(TOKENS_PER_SECOND), 100);

    // Before the server has counted anything the client goes by what it assumes, which is more.
    double tokens = 0;
    for (Arrival arrival : arrivals) {
      double seconds = (arrival.nanos() - arrivals.get(0).nanos()) / 1e9;
      assertThat(tokens).isLessThanOrEqualTo(TOKENS_PER_SECOND * (seconds + LATE_SECONDS));
      tokens += arrival.tokens();
    }
  }
}
