package dev.rlaif.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.FaultyServer.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a client uses what it is granted, while three of ten requests fail. */
@Timeout(120)
class BudgetUseIT {
  @Test
  void atLeastNineTenthsOfTheRequestsOfAMinuteAreSent() throws IOException {
    var limits =
        new ChatLimits(
            64,
            OptionalDouble.of(60 * 50),
            OptionalDouble.empty(),
            Duration.ofSeconds(1),
            8,
            Duration.ofSeconds(60),
            Duration.ofMinutes(1),
            Duration.ofMillis(200),
            1 << 20);
    try (var server = new FaultyServer(5, 0.3, List.of(Fault.values()), 100);
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits))) {
      List<CompletableFuture<ChatResult>> all =
          IntStream.range(0, 1000)
              .mapToObj(
                  i ->
                      client.send(
                          ChatRequest.text(List.of(ChatMessage.user("answer number " + i)), 0, 10)))
              .toList();
      all.get(all.size() - 1).join();

      List<Long> times = server.arrivals.stream().map(a -> a.nanos()).sorted().toList();
      double seconds = (times.get(times.size() - 1) - times.get(0)) / 1e9;
      double rate = (times.size() - 1) / seconds;
      System.out.printf("%d requests in %.1f s: %.1f/s of 50%n", times.size(), seconds, rate);
      assertThat(rate).isGreaterThanOrEqualTo(45);
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    }
  }
}
