package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedQuestionTest {

  /** A line of the table among the resources. */
  record Shape(String shape, String reply, @Nullable String question) {}

  static List<Shape> shapes() throws IOException {
    try (var table = GeneratedQuestionTest.class.getResourceAsStream("replies.yaml")) {
      return List.of(new ObjectMapper(new YAMLFactory()).readValue(table, Shape[].class));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void takesTheQuestionOrNone(Shape shape) {
    assertThat(GeneratedQuestion.in(shape.reply)).isEqualTo(Optional.ofNullable(shape.question));
  }

  @Test
  void theTableHoldsEachShapeOnce() throws IOException {
    assertThat(shapes()).hasSizeGreaterThan(60).extracting(Shape::shape).doesNotHaveDuplicates();
    assertThat(shapes()).extracting(Shape::reply).doesNotHaveDuplicates();
  }

  @Test
  void aQuestionHasABound() {
    assertThat(GeneratedQuestion.in("{\"question\": \"" + "why ".repeat(499) + "why?\"}"))
        .isPresent();
    assertThat(GeneratedQuestion.in("{\"question\": \"" + "why ".repeat(501) + "why?\"}"))
        .isEmpty();
  }
}
