package dev.rlaif.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.kube.LeaseSettings;
import dev.rlaif.operator.kube.OperatorSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private static final int ENVIRONMENT_ORDINAL = 300;

  @Test
  void everyVariableIsRead() throws IOException {
    SmallRyeConfig config =
        config(
            Map.of(
                "RLAIF_TRAINER_IMAGE", "trainer:1",
                "RLAIF_SERVING_IMAGE_RLAIF", "server:1",
                "RLAIF_SERVING_IMAGE_VLLM", "vllm:1",
                "RLAIF_TENSORBOARD_IMAGE", "",
                "RLAIF_IMAGE_PULL_POLICY", "Always",
                "RLAIF_SECRETS_CHECKED", "false",
                "RLAIF_ARGO_CD_IGNORE_UPDATES", "false",
                "RLAIF_PROGRESS_INTERVAL", "PT1M",
                "RLAIF_LEASE_NAMESPACE", "rlaif-system",
                "HOSTNAME", "rlaif-operator-0"));
    OperatorSettings settings = config.getConfigMapping(OperatorSettings.class);
    LeaseSettings lease = config.getConfigMapping(LeaseSettings.class);

    assertThat(settings.trainerImage()).isEqualTo("trainer:1");
    assertThat(settings.servingImage().rlaif()).isEqualTo("server:1");
    assertThat(settings.servingImage().vllm()).isEqualTo("vllm:1");
    assertThat(settings.tensorboardImage()).isEmpty();
    assertThat(settings.imagePullPolicy()).isEqualTo("Always");
    assertThat(settings.secretsChecked()).isFalse();
    assertThat(settings.argoCdIgnoreUpdates()).isFalse();
    assertThat(settings.progressInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(lease.namespace()).contains("rlaif-system");
    assertThat(lease.holder()).contains("rlaif-operator-0");
  }

  @Test
  void theLeaseIsInTheNamespaceOfThePodIfNothingElseIsSaid() throws IOException {
    LeaseSettings inPod =
        config(Map.of("POD_NAMESPACE", "rlaif")).getConfigMapping(LeaseSettings.class);
    LeaseSettings outside = config(Map.of()).getConfigMapping(LeaseSettings.class);

    assertThat(inPod.namespace()).contains("rlaif");
    assertThat(outside.namespace()).isEmpty();
    assertThat(outside.holder()).isEmpty();
  }

  /**
   * What would need rights that the operator does not have, or wait for a cluster that is not
   * there.
   */
  @Test
  void touchesNoDefinitionsAndGeneratesNoRights() throws IOException {
    SmallRyeConfig config = config(Map.of());

    for (String off :
        new String[] {
          "quarkus.operator-sdk.crd.generate",
          "quarkus.operator-sdk.crd.apply",
          "quarkus.operator-sdk.crd.validate",
          "quarkus.kubernetes-client.devservices.enabled"
        }) {
      assertThat(config.getValue(off, Boolean.class)).as(off).isFalse();
    }
    assertThat(config.getValue("quarkus.http.port", Integer.class)).isEqualTo(8080);
  }

  private static SmallRyeConfig config(Map<String, String> environment) throws IOException {
    var properties =
        Objects.requireNonNull(ConfigTest.class.getResource("/application.properties"));
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(OperatorSettings.class)
        .withMapping(LeaseSettings.class)
        .withSources(new PropertiesConfigSource(properties))
        .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
        .build();
  }
}
