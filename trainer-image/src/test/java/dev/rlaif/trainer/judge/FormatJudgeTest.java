package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.Format;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.stage.StageFailure;
import org.junit.jupiter.api.Test;

class FormatJudgeTest {
  private static final String RULES =
      "{minWords: 3, maxWords: 6, mustMatch: [{regex: '(?i)please'}],"
          + " mustNotMatch: [{regex: '\\bas an AI\\b', score: 0}, {regex: '!$', score: 0.4}]}";

  private static Judgement judge(String rules, String text, boolean ended)
      throws JsonProcessingException {
    Format format = new ObjectMapper(new YAMLFactory()).readValue(rules, Format.class);
    return new FormatJudge("spec.format", format, new Scale(0.01, 0.99))
        .judge(new Answer("q", text, ended))
        .join();
  }

  private static double score(String text) throws JsonProcessingException {
    return judge(RULES, text, true).p().orElseThrow();
  }

  @Test
  void theWorstBrokenRuleScores() throws JsonProcessingException {
    assertThat(score("Fry it gently, please")).isEqualTo(0.99);
    assertThat(score("Fry it gently, Please!")).isEqualTo(0.4);
    assertThat(score("Fry it gently")).isEqualTo(0.25);
    assertThat(score("please")).isEqualTo(0.25);
    assertThat(score("please a b c d e f")).isEqualTo(0.25);
    assertThat(score("please, as an AI I cook!")).isEqualTo(0.01);
  }

  @Test
  void anAnswerThatWasCutOffBreaksARule() throws JsonProcessingException {
    assertThat(judge("{violationScore: 0.1}", "a", false).p()).hasValue(0.1);
    assertThat(judge("{mustEnd: false, minWords: 1}", "a", false).p()).hasValue(0.99);
  }

  @Test
  void saysWhatIsBroken() throws JsonProcessingException {
    assertThat(judge(RULES, "no!", false).raw())
        .contains("1 words, at least 3", "cut off", "lacks (?i)please", "holds !$");
  }

  @Test
  void pointsAtWhatMustNotBeFound() throws JsonProcessingException {
    assertThat(judge(RULES, "please, as an AI I cook!", true).faultEnd()).hasValue(16);
    assertThat(judge(RULES, "please", false).faultEnd()).isEmpty();
  }

  @Test
  void noExpressionHoldsItUp() throws JsonProcessingException {
    String answer = "a".repeat(200_000) + "!";
    assertThat(judge("{mustMatch: [{regex: '^(a+)+$'}]}", answer, true).p()).hasValue(0.25);
  }

  @Test
  void refusesAnExpressionThatIsNone() {
    assertThatThrownBy(() -> judge("{mustMatch: [{regex: ok}, {regex: '(a'}]}", "a", true))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("spec.format.mustMatch[1].regex is (a: missing closing )");
    assertThatThrownBy(() -> judge("{mustNotMatch: [{regex: '(a)\\1'}]}", "a", true))
        .hasMessageContaining("spec.format.mustNotMatch[0].regex", "neither backreferences");
  }
}
