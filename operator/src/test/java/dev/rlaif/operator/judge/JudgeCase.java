package dev.rlaif.operator.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.PlainSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.PlanJson;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An observation as a file gives it. Hashes are not written out: {@code {hash}} is the judge's,
 * {@code {job}} its proof's Job, {@code {server}} its Deployment.
 */
record JudgeCase(
    String spec,
    @Nullable Long generation,
    @Nullable RewardJudgeStatus status,
    @Nullable Map<String, Map<String, String>> configMaps,
    @Nullable List<Missing> missing,
    @Nullable List<ProofJob> proofs,
    @Nullable List<JudgeServer> servers,
    @Nullable JudgeUsage usage) {
  static final Path FOLDER = Path.of("src/test/resources/judge");
  static final Instant NOW = Instant.parse("2026-01-01T10:00:00.123Z");
  static final OperatorSettings SETTINGS = new PlainSettings();

  private static final ObjectMapper YAML =
      new YAMLMapper()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(new Jdk8Module())
          .registerModule(new JavaTimeModule());

  static JudgeObservation read(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("in.yaml"));
    JudgeObservation named = YAML.readValue(text, JudgeCase.class).observation();
    Map<String, String> names = names(named);
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return YAML.readValue(text, JudgeCase.class).observation();
  }

  private JudgeObservation observation() throws IOException {
    var judge = new RewardJudgeResource();
    judge.setMetadata(
        new ObjectMetaBuilder()
            .withName("judge")
            .withNamespace("team")
            .withUid("0a1b2c3d-4444-5555-6666-777788889999")
            .withGeneration(Objects.requireNonNullElse(generation, 1L))
            .build());
    judge.setSpec(
        YAML.readValue(
            FOLDER.resolve("specs").resolve(spec + ".yaml").toFile(), RewardJudgeSpec.class));
    if (status != null) {
      judge.setStatus(status);
    }
    return new JudgeObservation(
        judge,
        SETTINGS,
        Objects.requireNonNullElse(configMaps, Map.of()),
        Objects.requireNonNullElse(missing, List.of()),
        Objects.requireNonNullElse(proofs, List.of()),
        Objects.requireNonNullElse(servers, List.of()),
        Objects.requireNonNullElse(usage, JudgeUsage.NONE),
        NOW);
  }

  /** What a decision says, without its objects. */
  static String text(JudgeObservation seen, JudgeDecision decision) throws JsonProcessingException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("actions", decision.actions().stream().map(JudgeCase::text).toList());
    decision.accuracy().ifPresent(accuracy -> said.put("accuracy", accuracy));
    decision.lookAgain().ifPresent(wait -> said.put("lookAgain", wait.toString()));
    said.put("status", YAML.readTree(PlanJson.write(decision.status())));
    String text = YAML.writeValueAsString(said);
    for (Map.Entry<String, String> name : names(seen).entrySet()) {
      text = text.replace(name.getValue(), name.getKey());
    }
    return text;
  }

  private static String text(JudgeAction action) {
    if (action instanceof JudgeAction.DropProof drop) {
      return "DropProof " + drop.job();
    }
    if (action instanceof JudgeAction.StopServing stop) {
      return "StopServing " + stop.server();
    }
    return action.getClass().getSimpleName();
  }

  private static Map<String, String> names(JudgeObservation seen) {
    return seen.planned()
        .plan()
        .map(
            plan ->
                Map.of(
                    "{hash}",
                    plan.judge().hash(),
                    "{job}",
                    ObjectNames.validation(seen.name(), plan.hash()),
                    "{server}",
                    ObjectNames.judgeServe(seen.name(), plan.judge().hash())))
        .orElse(Map.of());
  }
}
