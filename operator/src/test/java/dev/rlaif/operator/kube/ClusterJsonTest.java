package dev.rlaif.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ClusterJsonTest {
  private static final KubernetesSerialization JSON = json();

  private static KubernetesSerialization json() {
    var mapper = new ObjectMapper();
    new ClusterJson().customize(mapper);
    return new KubernetesSerialization(mapper, true);
  }

  @Test
  void whoManagesWhichFieldTakesNoMemory() {
    ConfigMap read =
        JSON.unmarshal(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: words
              labels: {app: rlaif}
              managedFields:
              - manager: kubectl
                operation: Apply
                fieldsType: FieldsV1
                fieldsV1: {"f:data": {"f:key": {}}}
            data: {key: value}
            """,
            ConfigMap.class);

    assertThat(read.getMetadata().getManagedFields()).isEmpty();
    assertThat(read.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(read.getMetadata().getLabels()).containsEntry("app", "rlaif");
    assertThat(read.getData()).containsEntry("key", "value");
  }

  @Test
  void whatIsNotKnownYetIsNoObstacle() {
    RlaifRunResource read =
        JSON.unmarshal(
            """
            apiVersion: rlaif.dev/v1alpha1
            kind: RlaifRun
            metadata: {name: later}
            spec: {fieldOfALaterVersion: 1, training: {steps: 3}}
            status: {phase: PhaseOfALaterVersion}
            """,
            RlaifRunResource.class);

    assertThat(read.getSpec().training().steps()).isEqualTo(3);
    assertThat(read.knownStatus().phase()).isNull();
  }
}
