package dev.rlaif.trainer.judge;

import static dev.rlaif.trainer.chat.ScriptedServer.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CombinedJudgeTest {
  private static final Answer GOOD = new Answer("Dinner?", "Tofu with rice, please.", true);

  @TempDir Path folder = Path.of("/nowhere");

  /** Opens it; {@code weight} is that of the first part, if there is one. */
  private Judge open(String url, String combine, String weight) throws IOException {
    String spec =
        "combine: "
            + combine
            + "\nparts:\n"
            + "- {name: taste, "
            + weight
            + "endpoint: {url: '"
            + url
            + "', model: m, retries: 0}, prompt: {template: 'Taste of {answer}'}}\n"
            + "- {name: words, wordlist: {forbid: [ham], require: [tofu]}}\n"
            + "- {name: form, format: {minWords: 2, violationScore: 0.2}}\n";
    RewardJudgeSpec parsed =
        new ObjectMapper(new YAMLFactory()).readValue(spec, RewardJudgeSpec.class);
    var sources = new Sources(Path.of("/nowhere"), Path.of("/nowhere"), Map.of());
    return new Judges(sources, Map.of(), Optional.of(new Workspace(folder)))
        .open(new JudgePlan("whole", parsed, ""));
  }

  private Judgement judge(String says, String combine, String weight, Answer answer)
      throws IOException {
    try (var server = ScriptedServer.of(saying(user -> says));
        var judge = open(server.url(), combine, weight)) {
      return judge.judge(answer).join();
    }
  }

  @Test
  void meanMinAndWeighted() throws IOException {
    assertThat(judge("0.39", "mean", "", GOOD).p().getAsDouble()).isCloseTo(0.79, within(1e-9));
    assertThat(judge("0.39", "min", "", GOOD).p()).hasValue(0.39);
    assertThat(judge("0.39", "weighted", "weight: 8, ", GOOD).p().getAsDouble())
        .isCloseTo((8 * 0.39 + 0.99 + 0.99) / 10, within(1e-9));
  }

  @Test
  void pointsWhereTheFirstOfItsPartsPoints() throws IOException {
    Answer bad = new Answer("Dinner?", "Tofu, ham", true);
    assertThat(judge("0.39", "mean", "", bad).faultEnd()).hasValue(9);
    assertThat(judge("0.39", "mean", "", GOOD).faultEnd()).isEmpty();
  }

  @Test
  void keepsTheScoreOfEveryPart() throws IOException {
    Judgement judgement = judge("0.39", "mean", "", new Answer("Dinner?", "Ham", true));

    JsonNode parts = new ObjectMapper().readTree(judgement.raw());
    assertThat(parts.at("/taste/p").asDouble()).isEqualTo(0.39);
    assertThat(parts.at("/taste/raw").asText()).isEqualTo("0.39");
    assertThat(parts.at("/words/p").asDouble()).isEqualTo(0.01);
    assertThat(parts.at("/form/raw").asText()).isEqualTo("1 words, at least 2");
    assertThat(Files.readAllLines(new Workspace(folder).judgeRecords("whole"))).hasSize(1);
  }

  @Test
  void aMissingPartMakesTheWholeMissing() throws IOException {
    Judgement judgement = judge("I cannot say", "min", "", GOOD);

    assertThat(judgement.p()).isEmpty();
    assertThat(judgement.status()).isEqualTo(JudgementStatus.PARSE_ERROR);
    assertThat(judgement.raw()).contains("\"status\":\"PARSE_ERROR\"", "\"p\":0.99");
  }

  @Test
  void hashFollowsWeightsAndCombination() throws IOException {
    try (var server = ScriptedServer.of(saying(user -> "0.5"));
        var mean = open(server.url(), "mean", "");
        var same = open(server.url(), "mean", "");
        var min = open(server.url(), "min", "");
        var weighted = open(server.url(), "weighted", "weight: 2, ")) {
      assertThat(mean.hash())
          .isEqualTo(same.hash())
          .isNotEqualTo(min.hash())
          .isNotEqualTo(weighted.hash());
      assertThat(mean.name()).isEqualTo("taste + words + form");
    }
  }

  @Test
  void namesThePartWhoseServerIsNotThere() {
    assertThatThrownBy(() -> open("http://127.0.0.1:1/v1", "mean", ""))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("RewardJudge whole spec.parts[taste].endpoint");
  }
}
