package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.programs.Output;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values are refused before anything is installed, and the message names the value. */
class ChartSchemaIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          replica=3                             | additional properties 'replica' not allowed
          metrics.servicemonitor.enabled=true   | at '/metrics': additional properties 'servicemonitor' not allowed
          replicas="two"                        | at '/replicas': got string, want integer
          replicas=-1                           | at '/replicas': minimum
          watch="some"                          | at '/watch': value must be one of 'all', 'own'
          watch=[]                              | at '/watch': minItems
          watch=["Team_A"]                      | at '/watch/0': 'Team_A' does not match pattern
          watch=["a","a"]                       | at '/watch': items at 0 and 1 are equal
          image.digest="sha256:12"              | at '/image/digest': 'sha256:12' does not match pattern
          image.repository=""                   | at '/image/repository': '' does not match pattern
          image.name="x"                        | at '/image': additional properties 'name' not allowed
          imagePullPolicy="Sometimes"           | at '/imagePullPolicy': value must be one of
          progress.interval="10s"               | at '/progress/interval': '10s' does not match pattern
          runAsUser=0                           | at '/runAsUser': minimum: got 0, want 1
          crds.enabled="no"                     | at '/crds/enabled': got string, want boolean
          extraEnv=[{"value":"x"}]              | at '/extraEnv/0': missing property 'name'
          extraEnv=[{"name":"RLAIF_X"}]         | extraEnv: RLAIF_X is set by the chart: use the value that stands for it
          networkPolicy.pods.enabled=true       | networkPolicy.pods.namespaces is empty: with watch all, name the namespaces
          """)
  void refuses(String value, String message) {
    Output helm = Chart.template("--set-json", value);

    assertThat(helm.text()).contains(message);
    assertThat(helm.code()).isNotZero();
  }
}
