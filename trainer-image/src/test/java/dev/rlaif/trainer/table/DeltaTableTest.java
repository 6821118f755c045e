package dev.rlaif.trainer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTableTest {
  private static final String PART = "part";

  private final Path folder;
  private final DeltaTable<Reading> table;

  DeltaTableTest(@TempDir Path temp) {
    this.folder = temp.resolve("a table");
    this.table = new DeltaTable<>(folder, shape());
  }

  private record Reading(long number, String word, @Nullable Double share, boolean good) {}

  private static TableShape<Reading> shape() {
    return new TableShape<>(
        List.of(
            new Column<>(PART, Column.Kind.LONG, "tens", row -> row.number() / 10),
            new Column<>("number", Column.Kind.LONG, "the number", Reading::number),
            new Column<>("small", Column.Kind.INT, "it", row -> (int) row.number()),
            new Column<>("word", Column.Kind.TEXT, "a word", Reading::word),
            new Column<>("share", Column.Kind.DOUBLE, "a share", Reading::share),
            new Column<>("good", Column.Kind.FLAG, "whether", Reading::good),
            new Column<>(
                "at", Column.Kind.TIME, "when", row -> Instant.ofEpochSecond(row.number(), 5_000))),
        List.of(PART));
  }

  @Test
  void everyKindOfValueIsReadBackAsItWas() {
    table.append(
        List.of(new Reading(7, "naïve ☕\n\"", 0.1, true), new Reading(12, "", null, false)));
    assertThat(rows(0, 99))
        .extracting(ObjectNode::toString)
        .containsExactly(
            "{\"part\":0,\"number\":7,\"small\":7,\"word\":\"naïve ☕\\n\\\"\",\"share\":0.1,\"good\":true,\"at\":7000005}",
            "{\"part\":1,\"number\":12,\"small\":12,\"word\":\"\",\"share\":null,\"good\":false,\"at\":12000005}");
    assertThat(folder.resolve("part=0")).isDirectory();
    assertThat(TableRows.of(folder.resolveSibling("none"))).isEmpty();
  }

  @Test
  void aCommitIsOneFileForEachPartition() throws IOException {
    table.append(numbers(5, 14));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSize(2);
    }
  }

  @Test
  void aTransactionIsTakenOnceAndOnlyAscends() {
    assertThat(table.lastVersion("a")).isEmpty();
    assertThat(table.append(new TransactionId("a", 5), numbers(1, 3))).isTrue();
    assertThat(table.append(new TransactionId("a", 5), numbers(1, 3))).isFalse();
    assertThat(table.append(new TransactionId("a", 4), numbers(4, 4))).isFalse();
    assertThat(table.append(new TransactionId("b", 1), numbers(5, 5))).isTrue();
    assertThat(table.lastVersion("a")).hasValue(5);
    assertThat(rows(0, 99))
        .extracting(row -> row.get("number").asLong())
        .containsExactly(1L, 2L, 3L, 5L);
  }

  @Test
  void aLogOfManyCommitsIsCondensedAndStillWhole() {
    for (long i = 1; i <= 23; i++) {
      table.append(new TransactionId("a", i), numbers(i, i));
    }
    assertThat(folder.resolve("_delta_log/_last_checkpoint")).isNotEmptyFile();
    assertThat(rows(0, 99)).hasSize(23);
    assertThat(rows(15, 21))
        .filteredOn(row -> row.get("number").asLong() >= 15 && row.get("number").asLong() <= 21)
        .hasSize(7);
    assertThat(new DeltaTable<>(folder, shape()).lastVersion("a")).hasValue(23);
  }

  @Test
  void writersAtTheSameTimeLoseNothing() throws InterruptedException, ExecutionException {
    var threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (long begin : new long[] {0, 50}) {
        var writer = new DeltaTable<>(folder, shape());
        writer.append(numbers(begin, begin));
        writers.add(
            threads.submit(
                () ->
                    LongStream.range(begin + 1, begin + 8)
                        .forEach(i -> writer.append(numbers(i, i)))));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows(0, 99)).hasSize(16);
  }

  @Test
  void whatAKilledWriterLeftIsNoPartOfTheTable() throws IOException {
    table.append(numbers(1, 2));
    Files.writeString(folder.resolve("_delta_log/.00000000000000000001.json.x.tmp"), "{\"add\":");
    Files.writeString(folder.resolve("part=0/left-over.parquet"), "PAR1");
    table.append(numbers(3, 3));
    assertThat(rows(0, 9)).hasSize(3);
    try (Stream<Path> log = Files.list(folder.resolve("_delta_log"))) {
      assertThat(log.map(file -> file.getFileName().toString()))
          .contains("00000000000000000000.json", "00000000000000000001.json");
    }
  }

  @Test
  void aTableOfOtherColumnsIsRefused() {
    table.append(numbers(1, 1));
    var other =
        new DeltaTable<Reading>(
            folder,
            new TableShape<>(
                List.of(new Column<>("number", Column.Kind.LONG, "it", Reading::number)),
                List.of()));
    assertThatThrownBy(() -> other.append(numbers(2, 2)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("has the columns [part, number")
        .hasMessageContaining("move it away");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> table.append(numbers(1, 1)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("check its volume");
  }

  private static List<Reading> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(i -> new Reading(i, "w" + i, i / 2.0, true))
        .toList();
  }

  /** Of the partitions that may hold them. */
  private List<ObjectNode> rows(long from, long to) {
    List<ObjectNode> rows = new ArrayList<>();
    TableRows.of(folder).orElseThrow().partitions(PART, "number", from, to).forEach(rows::addAll);
    rows.sort((a, b) -> Long.compare(a.get("number").asLong(), b.get("number").asLong()));
    return rows;
  }
}
