package dev.rlaif.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void tellsEveryMeterAndNoOther() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String listed = Files.readString(Path.of("src", "test", "resources", "metrics.txt"));

    assertThat(found("(?m)^\\| `(rlaif_\\w+)` \\|", readme))
        .isEqualTo(found("(?m)^(rlaif_\\w+?)(?:_bucket|_count|_max|_sum)?\\{", listed));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
