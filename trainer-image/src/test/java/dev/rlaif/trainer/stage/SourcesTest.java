package dev.rlaif.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path home = Path.of("/nowhere");
  private Sources sources = new Sources(Path.of("/nowhere"), Path.of("/nowhere"), Map.of());

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("examples/food"));
    Files.writeString(home.resolve("examples/food/a b.txt"), "\uFEFFtofu");
    sources =
        Sources.of(Map.of("RLAIF_HOME", home.toString()), Map.of("words", Map.of("list", "a: 1")));
  }

  @Test
  void findsWhatIsInstalledNamedOrInAConfigMap() {
    Path file = home.resolve("examples/food/a b.txt");

    assertThat(sources.path("bundled://food")).isDirectory();
    assertThat(sources.text("bundled://food/a b.txt")).isEqualTo("tofu");
    assertThat(sources.text(file.toString())).isEqualTo("tofu");
    assertThat(sources.text(file.toUri().toString())).isEqualTo("tofu");
    assertThat(sources.text("configmap://words/list")).isEqualTo("a: 1");
  }

  @Test
  void saysWhatWouldDo() throws IOException {
    Files.write(home.resolve("examples/latin1"), new byte[] {(byte) 0xe9});

    refuses("bundled://food/b", "does not exist", home + "/examples/food/b");
    refuses("bundled://../secret", "leave out '..'");
    refuses("bundled://food", "is a folder");
    refuses("bundled://latin1", "not UTF-8");
    refuses("configmap://word/list", "no ConfigMap word", "[words]");
    refuses("configmap://words/lists", "[list]");
    refuses("s3://bucket/x", "object stores are not read yet");
    refuses("words.txt", "file:///PATH");
    refuses("file://x y", "file:///PATH");
  }

  @Test
  void claimsAreReadWhereAClusterMountsThem() throws IOException {
    Path claims = home.resolve("claims");
    Files.createDirectories(claims.resolve("data/food"));
    Files.writeString(claims.resolve("data/food/words"), "tofu");
    sources = new Sources(home, claims, Map.of());

    assertThat(sources.text("pvc://data/food/words")).isEqualTo("tofu");
    assertThat(sources.path("pvc://data")).isEqualTo(claims.resolve("data"));
    assertThat(sources.unreachable("pvc://data/none")).isEmpty();
    assertThat(sources.unreachable("pvc://other/food").orElseThrow())
        .contains(claims + "/other is not there", "on one machine give file:///PATH");
    refuses("pvc://other/food", claims + "/other is not there");
    refuses("pvc://data/none", "does not exist");
    refuses("pvc://data/../../examples/food", "leave out '..'");
  }

  private void refuses(String uri, String... said) {
    assertThatThrownBy(() -> sources.text(uri))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(said)
        .hasMessageContaining(uri);
  }
}
