package dev.rlaif.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed files are what the records say. */
class CrdFilesTest {
  static final Path SOURCES = Path.of("src/main/java/dev/rlaif/api/v1alpha1");
  private static final String WRITE = "mvn -pl crds test -Dtest=CrdFilesTest -Dcrds.write=true";

  static Stream<Map.Entry<String, String>> files() {
    return CrdFiles.of(SOURCES).entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isCommitted(Map.Entry<String, String> file) throws IOException {
    Path committed = Committed.FOLDER.resolve(file.getKey());
    if (Boolean.getBoolean("crds.write")) {
      Files.writeString(committed, file.getValue());
    }

    assertThat(committed)
        .as("written again from the records by: " + WRITE)
        .hasContent(file.getValue());
  }

  /** kubectl apply keeps a copy in an annotation, and all annotations together have 256 KiB. */
  @ParameterizedTest
  @MethodSource("files")
  void isSmallEnoughToBeApplied(Map.Entry<String, String> file) {
    assertThat(file.getValue().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200_000);
  }
}
