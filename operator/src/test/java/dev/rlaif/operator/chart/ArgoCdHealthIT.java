package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.operator.programs.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The health scripts, run by the Lua engine of Argo CD. */
class ArgoCdHealthIT {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static Stream<HealthCase> cases() {
    return HealthCase.all();
  }

  /** Argo CD opens no library that reaches files, processes or other scripts. */
  private static String program(HealthCase healthCase) {
    return """
        obj = %s
        local say = print
        io, os, package, require, dofile, loadfile, debug = nil
        local health = (function()
        %s
        end)()
        say(health.status)
        say(health.message)
        """
        .formatted(
            LuaTable.of(healthCase.object()), Checkout.text(HealthCase.script(healthCase.kind())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysHowItIs(HealthCase healthCase, @TempDir Path folder) throws IOException {
    Path script = Files.writeString(folder.resolve("health.lua"), program(healthCase));

    Output lua = Program.run("glua", script.toString());

    assertThat(lua.out()).isEqualTo(healthCase.status() + "\n" + healthCase.message() + "\n");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void speaksOfAStatusThatTheOperatorCouldWrite(HealthCase healthCase)
      throws JsonProcessingException {
    JsonNode status = healthCase.object().path("status");
    Class<?> type =
        healthCase.kind().equals("RlaifRun") ? RlaifRunStatus.class : RewardJudgeStatus.class;

    if (!status.isMissingNode()) {
      assertThat(STRICT.treeToValue(status, type)).isNotNull();
    }
    assertThat(healthCase.object().path("kind").asText()).isEqualTo(healthCase.kind());
  }

  @Test
  void everyHealthOccurs() {
    assertThat(statuses("RlaifRun"))
        .containsExactlyInAnyOrder("Healthy", "Progressing", "Suspended", "Degraded");
    assertThat(statuses("RewardJudge"))
        .containsExactlyInAnyOrder("Healthy", "Progressing", "Degraded");
  }

  private static Set<String> statuses(String kind) {
    return HealthCase.all()
        .filter(healthCase -> healthCase.kind().equals(kind))
        .map(HealthCase::status)
        .collect(Collectors.toSet());
  }
}
