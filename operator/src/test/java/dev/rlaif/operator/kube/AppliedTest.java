package dev.rlaif.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppliedTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private static final String PRESENT =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: a, resourceVersion: "7", labels: {x: y, added: by-others}}
      spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 8000, protocol: TCP, targetPort: 8000}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{labels: {x: y}}                | {ports: [{name: http, port: 8000}]} | true",
        "{labels: {x: z}}                | {ports: [{name: http, port: 8000}]} | false",
        "{labels: {x: y, w: v}}          | {ports: [{name: http, port: 8000}]} | false",
        "{labels: {x: y}}                | {ports: [{name: http, port: 8001}]} | false",
        "{labels: {x: y}}                | {ports: [{port: 8000}, {port: 1}]}  | false",
        "{labels: {x: y}}                | {type: NodePort}                    | false",
      })
  void looksAtWhatIsWantedOnly(String metadata, String spec, boolean holds) {
    HasMetadata present = JSON.unmarshal(PRESENT);
    HasMetadata desired =
        JSON.unmarshal(
            "apiVersion: v1\nkind: Service\nmetadata: " + metadata + "\nspec: " + spec + "\n");

    assertThat(Applied.holds(present, desired, JSON)).isEqualTo(holds);
  }
}
