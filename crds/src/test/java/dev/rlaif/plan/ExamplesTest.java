package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.RewardJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example can be planned as it stands. */
class ExamplesTest {

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isPlanned(Path file) {
    Documents documents = Documents.read(List.of(file), List.of());
    if (documents.runs().isEmpty()) {
      assertThat(documents.judges()).isNotEmpty();
      for (Document<RewardJudge> judge : documents.judges()) {
        Optional<String> name = Optional.of(judge.value().metadata().name());
        assertThat(RunPlanner.judge(documents, name).problems()).isEmpty();
      }
    } else {
      assertThat(RunPlanner.plan(documents).problems()).isEmpty();
    }
  }
}
