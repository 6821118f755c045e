package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeProofTest {
  private static final List<LabelledPair> PAIRS =
      IntStream.range(0, 10)
          .mapToObj(i -> new LabelledPair("question " + i, "good " + i, "bad " + i))
          .toList();

  /** Scores by answer and repetition. */
  private record Fake(BiFunction<Answer, Integer, Judgement> said) implements Judge {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String hash() {
      return "00";
    }

    @Override
    public CompletableFuture<Judgement> judge(Answer answer) {
      return judge(answer, 0);
    }

    @Override
    public CompletableFuture<Judgement> judge(Answer answer, int repetition) {
      return CompletableFuture.completedFuture(said.apply(answer, repetition));
    }

    @Override
    public void close() {}
  }

  private static double fair(Answer answer) {
    return answer.text().startsWith("good") && !answer.text().contains("bad") ? 0.9 : 0.2;
  }

  private static JudgeProofReport prove(BiFunction<Answer, Integer, Judgement> said, String more)
      throws JsonProcessingException {
    var yaml = "examples: {inline: [{prompt: a, good: b, bad: c}]}\n" + more;
    var spec = new ObjectMapper(new YAMLFactory()).readValue(yaml, Validation.class);
    return new JudgeProof(new Fake(said), spec).prove(PAIRS, (done, of) -> {}, StopSignal.NEVER);
  }

  @Test
  void aFairJudgePasses() throws JsonProcessingException {
    var report = prove((answer, n) -> Judgement.ok(fair(answer), ""), "");

    assertThat(report.passed()).isTrue();
    assertThat(report.calls()).isEqualTo(60);
    assertThat(report.mistakes()).isEmpty();
    assertThat(report.canaries())
        .filteredOn(canary -> !canary.asExpected())
        .extracting(CanaryResult::name)
        .containsExactly("same answer ten times");
    assertThat(JudgeProofText.of(report))
        .contains("accuracy      1.0000", "PASSED", "9 of 10 as expected");
  }

  @Test
  void aJudgeThatIsWrongFailsWithItsFigures() throws JsonProcessingException {
    var report =
        prove(
            (answer, n) ->
                Judgement.ok(answer.text().endsWith("3") ? 1 - fair(answer) : fair(answer), "?"),
            "gates: {accuracy: 0.95, auroc: 0.5, f1: 0.91}");

    assertThat(report.failedGates())
        .containsExactly(new FailedGate("accuracy", 0.95, 0.9), new FailedGate("f1", 0.91, 0.9));
    assertThat(report.mistakes()).extracting(Mistake::answer).containsExactly("good 3", "bad 3");
    assertThat(JudgeProofText.of(report))
        .contains("FAILED", "accuracy is 0.9000, must be at least 0.9500", "answer: good 3");
  }

  @Test
  void aJudgeThatWaversFailsItsFlipGate() throws JsonProcessingException {
    var report =
        prove(
            (answer, n) ->
                Judgement.ok(answer.text().equals("good 1") && n == 2 ? 0.1 : fair(answer), ""),
            "");

    assertThat(report.flipRate()).isEqualTo(0.05);
    assertThat(report.passed()).isTrue();
    assertThat(
            prove((answer, n) -> Judgement.ok(n == 0 ? fair(answer) : 0.5, ""), "").failedGates())
        .containsExactly(new FailedGate("maxFlipRate", 0.05, 0.5));
  }

  @Test
  void missingScoresAreNeitherGoodNorBad() throws JsonProcessingException {
    var report =
        prove(
            (answer, n) ->
                answer.text().equals("bad 0")
                    ? Judgement.missing(JudgementStatus.TIMEOUT, "slow")
                    : Judgement.ok(fair(answer), ""),
            "");

    assertThat(report.missing()).containsExactly(java.util.Map.entry(JudgementStatus.TIMEOUT, 3));
    assertThat(report.failedGates()).containsExactly(new FailedGate("maxMissingRate", 0.01, 0.05));
    assertThat(report.calibration())
        .satisfies(
            calibration -> assertThat(calibration).isNotNull(),
            calibration ->
                assertThat(calibration)
                    .extracting("confusion")
                    .isEqualTo(new ConfusionMatrix(10, 0, 9, 0)));
  }

  @Test
  void nothingIsProvedWithoutAnyScore() throws Exception {
    var report =
        prove((answer, n) -> Judgement.missing(JudgementStatus.PARSE_ERROR, "hm"), "repeats: 1");

    assertThat(report.calibration()).isNull();
    assertThat(report.failedGates())
        .extracting(FailedGate::gate)
        .containsExactly("accuracy", "auroc", "maxMissingRate");
    assertThat(JudgeProofText.of(report)).contains("accuracy is unknown", "{PARSE_ERROR=20}");
    assertThat(new ObjectMapper().writeValueAsString(report)).contains("\"passed\":false");
  }

  @Test
  void saysHowFarItIs() throws JsonProcessingException {
    var spec =
        new ObjectMapper(new YAMLFactory())
            .readValue("examples: {uri: x}\nrepeats: 2", Validation.class);
    var last = new AtomicInteger();
    new JudgeProof(new Fake((answer, n) -> Judgement.ok(0.5, "")), spec)
        .prove(PAIRS, (done, of) -> last.set(100 * done / of), StopSignal.NEVER);

    assertThat(last).hasValue(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|p.jsonl is empty",
        "{\"prompt\":\"a\",\"good\":\"b\"}|p.jsonl:1: field \"bad\" is missing",
        "{\"prompt\":\"a\",\"good\":3,\"bad\":\"c\"}|field \"good\" is 3",
        "{\"prompt\":\"a\",\"good\":\"b\",\"bad\":\"b\"}|good and bad are the same",
        "{\"prompt\"|p.jsonl:1: no JSON",
        "[1]|is a JSON array",
      })
  void namesTheLineThatIsNoPair(String text, String said) {
    assertThatThrownBy(() -> LabelledPair.read("p.jsonl", text))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(said);
  }
}
