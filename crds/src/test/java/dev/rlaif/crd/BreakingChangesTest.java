package dev.rlaif.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BreakingChangesTest {
  private static final String RANK = "/spec/properties/lora/properties/rank";
  private static final String TOPICS =
      "/spec/properties/prompts/properties/generate/properties/topics";

  static Stream<Path> released() {
    return Committed.released().stream();
  }

  /** The files of the last release; a release copies crds/*.rlaif.dev.yaml into crds/released. */
  @ParameterizedTest
  @MethodSource("released")
  void nothingIsTakenAwayFromTheLastRelease(Path file) {
    JsonNode before = Committed.definition(file);
    JsonNode after = Committed.definition(Committed.FOLDER.resolve(file.getFileName()));

    assertThat(BreakingChanges.between(before, after)).isEmpty();
  }

  /** Every line alters the schema of RlaifRun at one place; nothing: takes it away. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        RANK + "| nothing | spec.lora.rank: is gone",
        "/spec/properties/lora/properties/dropout| nothing | spec.lora.dropout: is gone",
        RANK + "/type | string | spec.lora.rank: type was \"integer\", is \"string\"",
        RANK + "/format | int64 | spec.lora.rank: format was \"int32\", is \"int64\"",
        RANK + "/minimum | 2 | spec.lora.rank: minimum was 1, is 2",
        RANK + "/maximum | 256 | spec.lora.rank: maximum was 512, is 256",
        RANK + "/exclusiveMinimum | true | spec.lora.rank: minimum was 1, is 1, without it",
        RANK + "/exclusiveMaximum | true | spec.lora.rank: maximum was 512, is 512, without it",
        RANK + "/enum | [16] | spec.lora.rank: takes only [16]",
        "/spec/properties/algorithm/properties/type/enum | [PPO, GRPO, RLOO] |"
            + " spec.algorithm.type: no longer takes DPO",
        "/spec/required | [model, judgeRef, prompts, algorithm, lora] | spec.lora: is newly"
            + " required",
        "/spec/properties/lora/required | [rank] | spec.lora.rank: is newly required",
        TOPICS + "/minItems | 2 | spec.prompts.generate.topics: minItems was 1, is 2",
        TOPICS + "/maxItems | 100 | spec.prompts.generate.topics: maxItems was 200, is 100",
        TOPICS
            + "/x-kubernetes-list-type | atomic |"
            + " spec.prompts.generate.topics: x-kubernetes-list-type was \"set\", is \"atomic\"",
        TOPICS + "/items/maxLength | 64 | spec.prompts.generate.topics[]: maxLength was 256, is 64",
        TOPICS + "/items/minLength | 3 | spec.prompts.generate.topics[]: minLength was 1, is 3",
        TOPICS + "/items | nothing | spec.prompts.generate.topics[]: is gone",
        TOPICS
            + "/items/pattern | '\"a\"' |"
            + " spec.prompts.generate.topics[]: pattern was absent, is \"a\"",
        "/spec/properties/pods/properties/labels/maxProperties | 8 |"
            + " spec.pods.labels: maxProperties was 16, is 8",
        "/spec/properties/pods/properties/labels/additionalProperties/maxLength | 8 |"
            + " spec.pods.labels.*: maxLength was 63, is 8",
      })
  void isFound(String place, String value, String sentence) throws JsonProcessingException {
    assertThat(breaksAfter("/versions/0/schema/openAPIV3Schema/properties" + place, value))
        .containsExactly(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        "/scope | Cluster | spec/scope was \"Namespaced\", is \"Cluster\"",
        "/names/kind | Run | spec/names/kind was \"RlaifRun\", is \"Run\"",
        "/names/shortNames | [] | the short name rr is gone",
        "/versions/0/served | false | version v1alpha1 is no longer served",
        "/versions/0/name | v1 | version v1alpha1 is no longer served",
        "/versions/0/subresources | nothing | status is no longer written apart from spec",
        "/versions/0/selectableFields | nothing |"
            + " {\"jsonPath\":\".status.phase\"} can no longer be selected",
      })
  void isFoundAroundTheSchema(String place, String value, String sentence)
      throws JsonProcessingException {
    assertThat(breaksAfter(place, value)).containsExactly(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        RANK + "/minimum | 0",
        RANK + "/minimum | nothing",
        RANK + "/maximum | 1024",
        RANK + "/description | other words",
        "/spec/properties/algorithm/properties/type/enum | [PPO, GRPO, RLOO, DPO, KTO]",
        "/spec/properties/lora/properties/new | '{type: object, required: [a]}'",
        "/spec/required | [model]",
        TOPICS + "/minItems | nothing",
      })
  void loosenedIsNoBreak(String place, String value) throws JsonProcessingException {
    assertThat(breaksAfter("/versions/0/schema/openAPIV3Schema/properties" + place, value))
        .isEmpty();
  }

  @Test
  void sameIsNoBreak() {
    JsonNode crd = Committed.definition(CustomResource.REWARD_JUDGE);

    assertThat(BreakingChanges.between(crd, crd)).isEmpty();
  }

  private static Iterable<String> breaksAfter(String place, String value)
      throws JsonProcessingException {
    JsonNode before = Committed.definition(CustomResource.RLAIF_RUN);
    JsonNode after = before.deepCopy();
    int slash = place.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) after.at("/spec" + place.substring(0, slash));
    if (value == null) {
      parent.remove(place.substring(slash + 1));
    } else {
      // read twice: the numbers of a file are not those of a YAML scalar in their Java types
      parent.set(place.substring(slash + 1), new YAMLMapper().readTree(value));
    }
    return BreakingChanges.between(before, new ObjectMapper().readTree(after.toString()));
  }
}
