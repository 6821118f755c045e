package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.JudgePlan;
import org.junit.jupiter.api.Test;

class JudgePartsTest {
  private static JudgePlan judge() throws JsonProcessingException {
    String spec =
        """
        parts:
        - name: taste
          endpoint: {url: https://a/v1, model: m, apiKeySecretRef: {name: taste-key}}
          prompt: {template: "{answer}"}
        - name: tone
          endpoint: {url: https://b/v1, model: m, apiKeySecretRef: {name: tone-key, key: k}}
          prompt: {template: "{answer}"}
        - {name: words, wordlist: {uri: pvc://words/list.yaml}}
        - {name: form, format: {minWords: 3}}
        """;
    return new JudgePlan(
        "several", new ObjectMapper(new YAMLFactory()).readValue(spec, RewardJudgeSpec.class), "");
  }

  @Test
  void theSecretsOfAllPartsAreMounted() throws JsonProcessingException {
    assertThat(StageSecrets.of(judge()))
        .containsExactly(
            new SecretReference("taste-key", "token"), new SecretReference("tone-key", "k"));
  }

  @Test
  void theClaimsOfAllPartsAreMounted() throws JsonProcessingException {
    assertThat(StageClaims.of(judge())).containsExactly("words");
  }

  @Test
  void theScorerIsNamedAfterItsParts() throws JsonProcessingException {
    assertThat(ServedEndpoint.scorer(judge().spec())).isEqualTo("taste + tone + words + form");
    assertThat(ServedEndpoint.resolve(judge(), "food")).isEqualTo(judge());
  }
}
