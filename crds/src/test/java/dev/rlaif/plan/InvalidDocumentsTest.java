package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each document of invalid.yaml is refused for its one reason, and for no other. */
class InvalidDocumentsTest {

  static Stream<InvalidDocument> cases() {
    return InvalidDocument.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(InvalidDocument invalid) {
    List<Problem> problems =
        RunPlanner.plan(Documents.parse(invalid.texts(), List.of())).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo(invalid.at());
    assertThat(problems.get(0).message()).contains(invalid.says());
  }
}
