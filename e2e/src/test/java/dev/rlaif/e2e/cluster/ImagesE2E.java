package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** The archives that {@code e2e/run} has built. */
class ImagesE2E {
  private static final Path LIST = Path.of("target", "cluster", "images");
  private static final long MEGABYTE = 1_000_000;

  /** Offset of the processor in a program's header, see elf(5): e_machine. */
  private static final int MACHINE = 18;

  private static final Map<String, Integer> MACHINES = Map.of("amd64", 62, "arm64", 183);

  @Test
  void trainerIsSmall() throws IOException {
    assertThat(Files.size(archive("rlaif-trainer"))).isBetween(50 * MEGABYTE, 450 * MEGABYTE);
  }

  @Test
  void operatorIsSmallOnEachPlatform() throws IOException {
    try (ImageArchive archive = new ImageArchive(archive("rlaif-operator"))) {
      for (JsonNode image : archive.images()) {
        long bytes = 0;
        for (JsonNode layer : archive.blob(image).get("layers")) {
          bytes += layer.get("size").asLong();
        }
        assertThat(bytes).as("%s", image).isBetween(50 * MEGABYTE, 200 * MEGABYTE);
      }
    }
  }

  @Test
  void operatorIsTheSameOnBothPlatforms() throws IOException {
    try (ImageArchive archive = new ImageArchive(archive("rlaif-operator"))) {
      List<String> platforms = new ArrayList<>();
      Set<JsonNode> settings = new HashSet<>();
      List<Set<JsonNode>> layers = new ArrayList<>();
      for (JsonNode image : archive.images()) {
        JsonNode manifest = archive.blob(image);
        JsonNode config = archive.blob(manifest.get("config"));
        platforms.add(config.get("os").asText() + "/" + config.get("architecture").asText());
        assertThat(platform(image)).isEqualTo(platforms.get(platforms.size() - 1));
        settings.add(config.get("config"));
        layers.add(new HashSet<>());
        manifest.get("layers").forEach(layers.get(layers.size() - 1)::add);
      }
      assertThat(platforms).containsExactly("linux/amd64", "linux/arm64");
      assertThat(settings)
          .singleElement()
          .satisfies(each -> assertThat(each.get("User").asText()).isEqualTo("10001"));
      Set<JsonNode> common = new HashSet<>(layers.get(0));
      common.retainAll(layers.get(1));
      assertThat(common).as("application and libraries").hasSizeGreaterThanOrEqualTo(2);
      assertThat(archive.damaged()).isEmpty();
    }
  }

  @Test
  @DisabledIfEnvironmentVariable(named = "IMAGE_BASE", matches = ".+", disabledReason = "its Java")
  void javaIsForThePlatformThatItsImageNames() throws IOException {
    try (ImageArchive archive = new ImageArchive(archive("rlaif-operator"))) {
      for (JsonNode image : archive.images()) {
        String architecture = image.at("/platform/architecture").asText();
        JsonNode base = archive.blob(image).get("layers").get(0);
        String java = "/usr/lib/jvm/java-17-openjdk-" + architecture + "/bin/java";
        assertThat(archive.start(base, java, MACHINE + 1)[MACHINE] & 0xff)
            .isEqualTo(MACHINES.get(architecture));
      }
    }
  }

  private static String platform(JsonNode image) {
    return image.at("/platform/os").asText() + "/" + image.at("/platform/architecture").asText();
  }

  private static Path archive(String image) throws IOException {
    String line =
        Files.readAllLines(LIST).stream()
            .filter(one -> one.contains(image))
            .findFirst()
            .orElseThrow();
    return Path.of(line.split(" ", 2)[1]);
  }
}
