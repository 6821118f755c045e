package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.TableRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Path folder;
  private final List<String> notes = new CopyOnWriteArrayList<>();

  RequestLogTest(@TempDir Path temp) {
    this.folder = temp.resolve("requests");
  }

  @Test
  void keepsRequestsWithoutWhatIsRedacted() {
    var redaction = Redaction.of(List.of("[a-z.]+@[a-z.]+", "(?i)secret \\d+"));
    try (RequestLog log =
        RequestLog.open(folder, 1, redaction, LONG, notes::add, Optional.empty())) {
      log.offer(request(1, "write to ann@example.org", "Secret 17 was told to bob@example.org"));
      log.offer(request(2, "hello", "good day"));
    }
    List<ObjectNode> rows = rows();
    assertThat(rows)
        .extracting(row -> row.get("request").asText(), row -> row.get("answer").asText())
        .containsExactlyInAnyOrder(
            tuple("write to [redacted]", "[redacted] was told to [redacted]"),
            tuple("hello", "good day"));
    assertThat(rows.get(0).get("day").asText()).isEqualTo("2026-01-31");
    assertThat(folder.resolve("day=2026-01-31")).isDirectory();
    assertThat(notes).isEmpty();
  }

  @Test
  void keepsTheShareThatWasAskedFor() {
    try (RequestLog log = open(0.25)) {
      for (int i = 0; i < 2000; i++) {
        log.offer(request(i, "q", "a"));
      }
    }
    assertThat(rows()).hasSizeBetween(380, 620);
    assertThatThrownBy(() -> open(1.5))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> Redaction.of(List.of("(")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("--log-redact (");
  }

  @Test
  void whatItCannotWriteIsCountedAndNobodyWaits() throws IOException {
    Files.writeString(folder, "a file where the table should be");
    RequestLog log = open(1);
    log.offer(request(1, "q", "a"));
    log.close();
    log.offer(request(2, "q", "a"));
    assertThat(log.leftOut()).isEqualTo(2);
    assertThat(notes.get(0)).contains("1 requests were not logged", folder.toString());
  }

  /** As the replicas of a Deployment do: whoever comes first makes the table. */
  @Test
  void severalServersShareATable() {
    List<RequestLog> logs = IntStream.range(0, 4).mapToObj(server -> open(1)).toList();
    for (int i = 0; i < logs.size(); i++) {
      logs.get(i).offer(request(i, "q" + i, "a"));
    }
    logs.parallelStream().forEach(RequestLog::close);
    assertThat(notes).isEmpty();
    assertThat(rows())
        .extracting(row -> row.get("request").asText())
        .containsExactlyInAnyOrder("q0", "q1", "q2", "q3");
  }

  @Test
  void itsMemoryIsBounded() {
    String megabyte = "x".repeat(1 << 20);
    try (RequestLog log = open(1)) {
      for (int i = 0; i < 40; i++) {
        log.offer(request(i, megabyte, ""));
      }
      assertThat(log.leftOut()).isEqualTo(24);
    }
    assertThat(rows()).hasSize(16);
    assertThat(notes).anyMatch(note -> note.contains("24 requests were left out"));
  }

  private RequestLog open(double sample) {
    return RequestLog.open(
        folder, sample, UnaryOperator.identity(), LONG, notes::add, Optional.empty());
  }

  private List<ObjectNode> rows() {
    List<ObjectNode> rows = new ArrayList<>();
    TableRows.of(folder).orElseThrow().all().forEach(rows::addAll);
    return rows;
  }

  private static LoggedRequest request(int id, String request, String answer) {
    return new LoggedRequest(
        Instant.parse("2026-01-31T23:59:00Z"),
        "chatcmpl-" + id,
        "/v1/chat/completions",
        "food",
        request,
        answer,
        "stop",
        5,
        7,
        20);
  }
}
