package dev.rlaif.trainer.table.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableCopierTest {
  private static final StorePlace PLACE = StorePlace.of("s3://runs/food/");

  private final Path folder;
  private final S3Server server = new S3Server();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  TableCopierTest(@TempDir Path temp) throws IOException {
    this.folder = temp.resolve("table");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aStoreThatIsDownIsSaidOnceAndGetsLaterWhatItMissed() throws InterruptedException {
    server.mood((method, key) -> "403 AccessDenied");
    TableCopyTest.append(folder, 1, 2);
    try (TableCopier copier = open(Duration.ofSeconds(60))) {
      until(() -> !notes.isEmpty());
      TableCopyTest.append(folder, 3, 4);
      copier.follow();
      server.mood((method, key) -> "");
      until(() -> server.objects.containsKey("food/" + LocalLog.commit(3)));
    }
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0))
        .startsWith("warning: the table is not copied: s3://runs/food/ refuses (403 AccessDenied)")
        .endsWith("; it is tried again, and nothing waits for it");
    assertThat(notes.get(1)).isEqualTo("note: s3://runs/food/ has everything again");
  }

  @Test
  void whatCameLastIsThereWhenItIsClosed() {
    try (TableCopier copier = open(Duration.ofSeconds(60))) {
      TableCopyTest.append(folder, 1, 3);
      copier.follow();
      TableCopyTest.append(folder, 4, 4);
    }
    assertThat(server.objects).containsKey("food/" + LocalLog.commit(3));
    assertThat(notes).isEmpty();
  }

  @Test
  void anEndDoesNotWaitForAStoreThatIsDown() {
    server.mood((method, key) -> "403 AccessDenied");
    TableCopyTest.append(folder, 1, 1);
    open(Duration.ofSeconds(2)).close();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(1))
        .isEqualTo(
            "warning: s3://runs/food/ has not got everything; it gets the rest when the next"
                + " stage begins, or the same command is given again");
  }

  @Test
  void aPlaceOfAnotherTableEndsIt() {
    server.objects.put("food/" + LocalLog.commit(0), "{}".getBytes(UTF_8));
    TableCopyTest.append(folder, 1, 1);
    open(Duration.ofSeconds(60)).close();
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains("holds another table than").doesNotContain("tried again");
  }

  private TableCopier open(Duration patience) {
    return TableCopier.open(new TableCopy(folder, PLACE, server.settings()), patience, notes::add);
  }

  private static void until(BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < 3000 && !happened.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(happened.getAsBoolean()).isTrue();
  }
}
