package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StopSignal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge that the vegetarian example trains against scores right. */
class VegetarianJudgeTest {

  @Test
  void passesOnItsLabelledPairs(@TempDir Path workspace) throws JsonProcessingException {
    var sources = new Sources(Path.of("..", "examples"), Path.of("/nowhere"), Map.of());
    var spec =
        new ObjectMapper(new YAMLFactory())
            .readValue(
                "wordlist: {uri: 'bundled://vegetarian/wordlist.yaml', minWords: 5, maxWords: 60}\n"
                    + "validation:\n"
                    + "  examples: {uri: 'bundled://vegetarian/pairs.jsonl'}\n"
                    + "  gates: {accuracy: 0.97, auroc: 0.97}\n",
                RewardJudgeSpec.class);
    JudgeProofReport report =
        new JudgeStage(sources, Map.of())
            .run(
                new JudgePlan("vegetarian", spec, ""),
                Optional.of(new Workspace(workspace)),
                (done, of) -> {},
                StopSignal.NEVER);

    assertThat(report.examples()).isGreaterThanOrEqualTo(100);
    assertThat(report.failedGates()).as(JudgeProofText.of(report)).isEmpty();
    assertThat(workspace.resolve("judge/vegetarian/proof.json"))
        .content()
        .contains("\"passed\" : true", report.hash());
  }
}
