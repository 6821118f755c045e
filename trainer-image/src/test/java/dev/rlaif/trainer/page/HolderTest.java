package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Heartbeat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderTest {
  @TempDir private Path folder;
  private Path lease = Path.of("");
  private long nanos = 7;

  @BeforeEach
  void place() {
    lease = folder.resolve("lease.json");
  }

  private void beatsElsewhere(int beat) {
    AtomicFile.write(
        lease, "{\"process\":1,\"host\":\"rlaif-train-x7k2p\",\"beat\":" + beat + "}\n");
  }

  @Test
  void nobodyWorksWhereNobodySaysSo() {
    assertThat(new Holder(lease, () -> nanos).works()).isFalse();
  }

  @Test
  void aProcessOfThisMachineIsSeenUntilItEnds() throws Exception {
    var holder = new Holder(lease, () -> nanos);
    try (Heartbeat heartbeat = Heartbeat.start(lease)) {
      assertThat(heartbeat).isNotNull();
      assertThat(holder.works()).isTrue();
      Process other = new ProcessBuilder("true").start();
      other.waitFor();
      String left = Files.readString(lease);
      String killed =
          left.replace(":" + ProcessHandle.current().pid() + ",", ":" + other.pid() + ",");
      assertThat(killed).isNotEqualTo(left);
      AtomicFile.write(lease, killed);
      assertThat(holder.works()).as("its lease is there, the process is not").isFalse();
    }
    assertThat(holder.works()).isFalse();
    assertThat(lease).doesNotExist();
  }

  @Test
  void aProcessOfAnotherMachineWorksAsLongAsItsLeaseChanges() {
    var holder = new Holder(lease, () -> nanos);
    beatsElsewhere(1);
    assertThat(holder.works()).isTrue();
    nanos += Holder.SILENCE.toNanos() - 1;
    assertThat(holder.works()).isTrue();
    nanos += 2;
    assertThat(holder.works()).as("silent for too long").isFalse();
    beatsElsewhere(2);
    assertThat(holder.works()).isTrue();
  }

  @Test
  void whatIsNoLeaseIsNobody() {
    AtomicFile.write(lease, "{\"process\":\n");
    assertThat(new Holder(lease, () -> nanos).works()).isFalse();
  }
}
