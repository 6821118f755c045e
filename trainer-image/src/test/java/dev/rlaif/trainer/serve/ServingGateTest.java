package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.serve.ServingGate.Mode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingGateTest {
  private static final String REJECTED =
      """
      {"verdict": {"passed": false, "summary": "43 -> 41 of 100", "failedGates": [
        {"gate": "minImprovement", "figure": 0.05, "bound": 0.1, "meaning": "too little"},
        {"gate": "minUsefulRatio", "figure": 0.5, "bound": 0.9, "meaning": "evades"}]}}
      """;
  private static final String PASSED =
      "{\"verdict\": {\"passed\": true, \"summary\": \"43 -> 30 of 100\", \"failedGates\": []}}";

  @Test
  void aRunThatPassedIsServed() {
    assertThatCode(() -> ServingGate.check(report(PASSED), Mode.PASSED_ONLY))
        .doesNotThrowAnyException();
  }

  @Test
  void aRejectedRunIsRefusedWithEveryGate() {
    assertThatThrownBy(() -> ServingGate.check(report(REJECTED), Mode.PASSED_ONLY))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(
            "43 -> 41 of 100", "minImprovement (too little)", "minUsefulRatio (evades)", "force");
  }

  @Test
  void aRunThatWasNotEvaluatedIsRefused() {
    assertThat(ServingGate.refusal(Optional.empty()))
        .hasValueSatisfying(why -> assertThat(why).contains("not evaluated"));
  }

  @Test
  void forceServesWhatDidNotPass() {
    assertThatCode(() -> ServingGate.check(report(REJECTED), Mode.FORCED))
        .doesNotThrowAnyException();
  }

  private static Optional<EvaluationReport> report(String json) {
    try {
      return Optional.of(new ObjectMapper().readValue(json, EvaluationReport.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
