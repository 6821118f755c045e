package dev.rlaif.trainer.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Templates of the constructs of every known family, and single expressions, against Jinja set up
 * as transformers does: {@code src/test/python/templates.py} makes the golden file.
 */
class TemplateGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "chat-templates");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode golden;
  private final Clock clock;

  TemplateGoldenTest() throws IOException {
    golden = JSON.readTree(FOLDER.resolve("golden.json").toFile());
    clock =
        Clock.fixed(
            LocalDateTime.parse(golden.path("now").asText()).toInstant(ZoneOffset.UTC),
            ZoneOffset.UTC);
  }

  @Test
  void rendersTemplatesAsJinjaDoes() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode expected : golden.path("cases")) {
      String text = Files.readString(FOLDER.resolve(expected.path("template").asText()));
      compare(softly, text, variables(expected.path("variables")), expected);
    }
    softly.assertAll();
    assertThat(golden.path("cases")).hasSizeGreaterThan(50);
  }

  @Test
  void evaluatesExpressionsAsJinjaDoes() {
    SoftAssertions softly = new SoftAssertions();
    Map<String, Object> variables = variables(golden.path("extra"));
    for (JsonNode expected : golden.path("expressions")) {
      compare(softly, expected.path("template").asText(), variables, expected);
    }
    softly.assertAll();
    assertThat(golden.path("expressions")).hasSizeGreaterThan(100);
  }

  @Test
  void whatIsNotKnownIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> Template.of("a\n{% include 'x' %}", clock))
        .isInstanceOfSatisfying(
            TemplateFailure.class,
            failure -> {
              assertThat(failure).hasMessage("the block 'include' is not known here");
              assertThat(failure.line()).isEqualTo(2);
              assertThat(failure.place()).isEqualTo("{% include 'x' %}");
            });
    Template template = Template.of("a\n\nb {{ 1 + x.y }}\n", clock);
    assertThatThrownBy(() -> template.render(Map.of()))
        .isInstanceOfSatisfying(
            TemplateFailure.class, failure -> assertThat(failure.line()).isEqualTo(3));
  }

  private void compare(
      SoftAssertions softly, String template, Map<String, Object> variables, JsonNode expected) {
    String shown = template.length() > 80 ? expected.path("template").asText() : template;
    try {
      String text = Template.of(template, clock).render(variables);
      softly.assertThat(text).as(shown).isEqualTo(expected.path("text").asText(null));
    } catch (TemplateFailure e) {
      softly
          .assertThat(expected.path("error").asText(null))
          .as("%s: %s (line %d)", shown, e.getMessage(), e.line())
          .isNotNull();
    }
  }

  private static Map<String, Object> variables(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }
}
