package dev.rlaif.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.ConfigMaps;
import org.junit.jupiter.api.Test;

class JudgeReferencesTest {
  @Test
  void partsNameWhatTheyNeed() throws JsonProcessingException {
    String spec =
        """
        parts:
        - name: taste
          endpoint:
            url: https://a/v1
            model: m
            apiKeySecretRef: {name: taste-key}
            caBundleConfigMapRef: {name: authorities, key: ca.pem}
          prompt: {template: "{answer}"}
        - {name: words, wordlist: {configMapRef: {name: words, key: list}}}
        - {name: more, wordlist: {uri: pvc://claim/list.yaml}}
        """;
    JudgeReferences named =
        JudgeReferences.of(
            new ObjectMapper(new YAMLFactory()).readValue(spec, RewardJudgeSpec.class));

    assertThat(named.secrets())
        .containsEntry("spec.parts[taste].endpoint.apiKeySecretRef", "taste-key")
        .hasSize(1);
    assertThat(named.claims()).containsEntry("spec.parts[more].wordlist.uri", "claim").hasSize(1);
    assertThat(named.configMaps())
        .extracting(ConfigMaps.Wanted::name)
        .containsExactly("authorities", "words");
  }
}
