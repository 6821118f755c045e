package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutColumnsTest {

  @Test
  void everyColumnIsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Column<?> column : RolloutColumns.of("any").columns()) {
      assertThat(readme).contains("`" + column.name() + "`");
      assertThat(column.description()).isNotBlank();
    }
    for (Column<?> column : LoggedRequest.SHAPE.columns()) {
      assertThat(readme).contains("`" + column.name() + "`");
    }
  }

  @Test
  void aThousandStepsAreAPartition() {
    assertThat(List.of(1L, 1000L, 1001L, 2000L, 2001L))
        .extracting(RolloutColumns::partition)
        .containsExactly(1L, 1L, 1001L, 1001L, 2001L);
  }
}
