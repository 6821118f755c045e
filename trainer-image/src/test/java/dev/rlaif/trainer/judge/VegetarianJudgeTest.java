package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.trainer.stage.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The judge that the vegetarian example trains against scores right. */
class VegetarianJudgeTest {

  @Test
  void passesOnItsLabelledPairs() throws JsonProcessingException {
    var sources = new Sources(Path.of("..", "examples"), Map.of());
    var spec =
        new ObjectMapper(new YAMLFactory())
            .readValue(
                "wordlist: {uri: 'bundled://vegetarian/wordlist.yaml', minWords: 5, maxWords: 60}\n"
                    + "validation:\n"
                    + "  examples: {uri: 'bundled://vegetarian/pairs.jsonl'}\n"
                    + "  gates: {accuracy: 0.97, auroc: 0.97}\n",
                RewardJudgeSpec.class);
    var validation = Objects.requireNonNull(spec.validation());
    List<LabelledPair> pairs = LabelledPair.load(validation.examples(), sources);

    try (var judge = new Judges(sources, Map.of(), Optional.empty()).open("vegetarian", spec)) {
      JudgeProofReport report = new JudgeProof(judge, validation).prove(pairs, (done, of) -> {});

      assertThat(pairs).hasSizeGreaterThanOrEqualTo(100);
      assertThat(report.failedGates()).as(JudgeProofText.of(report)).isEmpty();
    }
  }
}
