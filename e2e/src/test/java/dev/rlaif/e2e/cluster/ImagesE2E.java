package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The archives that {@code e2e/run} has built. */
class ImagesE2E {
  private static final Path LIST = Path.of("target", "cluster", "images");
  private static final long MEGABYTE = 1_000_000;

  @Test
  void trainerIsSmall() throws IOException {
    assertThat(size("rlaif-trainer")).isBetween(50 * MEGABYTE, 450 * MEGABYTE);
  }

  @Test
  void operatorIsSmall() throws IOException {
    assertThat(size("rlaif-operator")).isBetween(50 * MEGABYTE, 250 * MEGABYTE);
  }

  /** Bytes of the archive, whose layers are compressed. */
  private static long size(String image) throws IOException {
    String line =
        Files.readAllLines(LIST).stream()
            .filter(one -> one.contains(image))
            .findFirst()
            .orElseThrow();
    return Files.size(Path.of(line.split(" ", 2)[1]));
  }
}
