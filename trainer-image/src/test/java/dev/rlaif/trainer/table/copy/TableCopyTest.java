package dev.rlaif.trainer.table.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.Column;
import dev.rlaif.trainer.table.DeltaTable;
import dev.rlaif.trainer.table.TableRows;
import dev.rlaif.trainer.table.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Against a server in this process; against others: {@code RecordsIT}. */
class TableCopyTest {
  private static final String PREFIX = "food/train/table/";
  private static final StorePlace PLACE = StorePlace.of("s3://runs/food").folder("train/table");

  private final Path temp;
  private final Path folder;
  private final S3Server server = new S3Server();

  TableCopyTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.folder = temp.resolve("a table");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theCopyHasTheSameFilesAndGoesOnFromWhereItIs() throws IOException {
    append(folder, 1, 12);
    follow();
    assertThat(server.objects.keySet()).isEqualTo(files());
    assertThat(rowsOfCopy()).hasSize(12);
    server.puts.clear();
    append(folder, 13, 14);
    follow();
    assertThat(server.puts.stream().filter(key -> key.endsWith(".json")))
        .containsExactly(PREFIX + LocalLog.commit(12), PREFIX + LocalLog.commit(13));
    assertThat(rowsOfCopy()).hasSize(14);
  }

  @Test
  void whatIsWrongWithThePlaceIsKnownBeforeThereIsATable() {
    follow();
    assertThat(server.puts).isEmpty();
    server.mood((method, key) -> "404 NoSuchBucket");
    assertThatThrownBy(this::follow).hasMessageContaining("make the bucket runs");
    server.mood((method, key) -> "");
    append(temp.resolve("other"), 1, 1);
    copy(temp.resolve("other"));
    assertThatThrownBy(this::follow).hasMessageContaining("holds another table than");
  }

  @Test
  void whereverItIsCutOffTheCopyIsAWholeTableAndGoesOn() throws IOException {
    append(folder, 1, 8);
    Random random = new Random(7);
    boolean done = false;
    for (int attempt = 0; !done; attempt++) {
      assertThat(attempt).isLessThan(200);
      server.mood((method, key) -> random.nextInt(4) > 0 ? "" : cutOff(random));
      done = !isCutOff();
      assertThat(missing()).isEmpty();
    }
    assertThat(server.objects.keySet()).isEqualTo(files());
    assertThat(server.puts.stream().filter(key -> key.endsWith(".json"))).doesNotHaveDuplicates();
    assertThat(rowsOfCopy()).hasSize(8);
  }

  private static String cutOff(Random random) {
    return random.nextBoolean() ? "400 RequestTimeout" : S3Server.Mood.NO_REPLY;
  }

  private boolean isCutOff() {
    try {
      follow();
      return false;
    } catch (StageFailure failure) {
      assertThat(failure.exit()).isEqualTo(StageFailure.Exit.ENVIRONMENT);
      return true;
    }
  }

  @Test
  void severalMayCopyAtOnce() throws Exception {
    append(folder, 1, 9);
    var threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Boolean> copying = () -> !isCutOff();
      for (Future<Boolean> copied : threads.invokeAll(List.of(copying, copying, copying))) {
        assertThat(copied.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rowsOfCopy()).hasSize(9);
  }

  @Test
  void anotherTableIsNotOverwritten() {
    append(temp.resolve("other"), 1, 3);
    copy(temp.resolve("other"));
    var before = List.copyOf(server.puts);
    append(folder, 1, 5);
    assertThatThrownBy(this::follow)
        .isInstanceOfSatisfying(
            StageFailure.class, e -> assertThat(e.exit()).isEqualTo(StageFailure.Exit.WRONG))
        .hasMessage(
            "s3://runs/food/train/table/ holds another table than %s (its commit 2 is another): nothing was overwritten; name a place of this run alone",
            folder);
    append(temp.resolve("other"), 4, 9);
    copy(temp.resolve("other"));
    assertThatThrownBy(this::follow).hasMessageContaining("its commit 8 is another");
    assertThat(server.puts).startsWith(before.toArray(String[]::new));
  }

  @Test
  void aCommitThatTheTableNoLongerHasIsMissed() throws IOException {
    append(folder, 1, 3);
    Files.delete(folder.resolve(LocalLog.commit(0)));
    assertThatThrownBy(this::follow)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("has kept those from 1 on: copy the folder there as it is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 AccessDenied | refuses (403 AccessDenied): check the keys, and that they may"
            + " s3:ListBucket of runs, s3:GetObject and s3:PutObject below food/train/table/*",
        "404 NoSuchBucket | refuses (404 NoSuchBucket): make the bucket runs, or correct"
            + " spec.tracking.objectStore.uri in a new run",
        "501 NotImplemented | does not work at the moment (501 NotImplemented): check http://",
      })
  void aRefusalSaysWhatWouldDo(String refusal, String says) {
    append(folder, 1, 1);
    server.mood((method, key) -> refusal);
    assertThat(failure().message()).startsWith("s3://runs/food/train/table/ " + says);
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    append(folder, 1, 1);
    S3Settings settings = server.settings();
    server.close();
    assertThat(failure(settings).message())
        .contains("cannot be reached (java.net.ConnectException: Connection refused): check that")
        .contains(settings.endpoint().orElseThrow().toString());
  }

  @Test
  void withoutCredentialsItSaysWhereTheyComeFrom() {
    append(folder, 1, 1);
    var none =
        new S3Settings(
            server.settings().endpoint(),
            "us-east-1",
            () -> {
              throw SdkClientException.create("none in the chain");
            });
    assertThat(failure(none).message())
        .isEqualTo(
            "s3://runs/food/train/table/ needs credentials, and there are none: set"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, on a cluster by spec.pods.env with"
                + " a secretKeyRef each");
  }

  private StageFailure failure() {
    return failure(server.settings());
  }

  private StageFailure failure(S3Settings settings) {
    try (TableCopy copy = new TableCopy(folder, PLACE, settings)) {
      StageFailure failure = catchThrowableOfType(StageFailure.class, copy::follow);
      assertThat(failure.exit()).isEqualTo(StageFailure.Exit.ENVIRONMENT);
      return failure;
    }
  }

  private void follow() {
    copy(folder);
  }

  private void copy(Path table) {
    try (TableCopy copy = new TableCopy(table, PLACE, server.settings())) {
      copy.follow();
    }
  }

  /** Data files that a commit of the copy names, and that are not there. */
  private List<String> missing() {
    return server.objects.entrySet().stream()
        .filter(object -> object.getKey().endsWith(".json"))
        .flatMap(commit -> LocalLog.added(commit.getValue()).stream())
        .filter(file -> !server.objects.containsKey(PREFIX + file))
        .toList();
  }

  /** What a copy of the table has to have, by the keys. */
  private Set<String> files() throws IOException {
    Set<String> keys = new HashSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .forEach(name -> keys.add(PREFIX + name));
    }
    return keys;
  }

  private List<String> rowsOfCopy() throws IOException {
    Path there = Files.createTempDirectory(temp, "copy");
    server.download(PREFIX, there);
    Optional<TableRows> rows = TableRows.of(there);
    return rows.stream()
        .flatMap(TableRows::all)
        .flatMap(List::stream)
        .map(String::valueOf)
        .toList();
  }

  /** A commit for each number. */
  static void append(Path folder, long from, long to) {
    var table =
        new DeltaTable<Long>(
            folder,
            new TableShape<>(
                List.of(
                    new Column<>("kind", Column.Kind.TEXT, "a kind", row -> "a kind: " + row % 2),
                    new Column<>("number", Column.Kind.LONG, "a number", row -> row)),
                List.of("kind")));
    for (long number = from; number <= to; number++) {
      table.append(List.of(number));
    }
  }
}
