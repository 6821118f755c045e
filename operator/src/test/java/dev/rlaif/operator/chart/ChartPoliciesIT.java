package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies select pods by the labels that the operator gives them, and open its ports. */
class ChartPoliciesIT {

  private static JsonNode policy(String name, String namespace) {
    return Chart.ofKind(Chart.objects("everything"), "NetworkPolicy").stream()
        .filter(policy -> policy.at("/metadata/name").asText().equals(name))
        .filter(policy -> policy.at("/metadata/namespace").asText().equals(namespace))
        .findFirst()
        .orElseThrow();
  }

  private static boolean selects(JsonNode selector, Map<String, String> labels)
      throws JsonProcessingException {
    LabelSelector read = Checkout.YAML.treeToValue(selector, LabelSelector.class);
    return labels.entrySet().containsAll(read.getMatchLabels().entrySet())
        && read.getMatchExpressions().stream()
            .allMatch(
                expression ->
                    expression.getOperator().equals("In")
                        == expression.getValues().contains(labels.get(expression.getKey())));
  }

  @ParameterizedTest
  @EnumSource
  void everyPodOfTheOperatorHasExactlyOnePolicy(StageName stage) throws JsonProcessingException {
    JsonNode stages = policy("rlaif-operator-stages", "team-b").at("/spec/podSelector");
    JsonNode serving = policy("rlaif-operator-serving", "team-b").at("/spec/podSelector");

    for (Map<String, String> labels :
        List.of(Labels.ofRun("vegetarian", stage), Labels.ofJudge("vegetarian-judge", stage))) {
      assertThat(selects(serving, labels)).isEqualTo(stage == StageName.SERVE);
      assertThat(selects(stages, labels)).isEqualTo(stage != StageName.SERVE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatShowsARunHasOneOfItsOwn(Beside beside) throws JsonProcessingException {
    Map<String, String> labels = Labels.ofRun("vegetarian", beside);

    for (String name : List.of("stages", "serving", "viewing")) {
      JsonNode policy = policy("rlaif-operator-" + name, "team-b");
      assertThat(selects(policy.at("/spec/podSelector"), labels))
          .as(name)
          .isEqualTo(name.equals("viewing"));
    }
    JsonNode spec = policy("rlaif-operator-viewing", "team-b").path("spec");
    assertThat(spec.path("policyTypes")).hasSize(2);
    assertThat(spec.has("egress")).as("nothing goes out").isFalse();
    assertThat(spec.at("/ingress/0/from")).hasSize(1);
  }

  @Test
  void leavePodsOfOthersAlone() throws JsonProcessingException {
    JsonNode stages = policy("rlaif-operator-stages", "team-a").at("/spec/podSelector");

    assertThat(selects(stages, Map.of("app", "database"))).isFalse();
    assertThat(selects(stages, Map.of(Labels.STAGE, "train"))).isFalse();
  }

  @Test
  void theOperatorReachesTheProgressOfStages() {
    JsonNode out = policy("rlaif-operator", Chart.NAMESPACE).at("/spec/egress");
    JsonNode in = policy("rlaif-operator-stages", "team-a").at("/spec/ingress");

    assertThat(out.findValues("port"))
        .extracting(JsonNode::asInt)
        .contains(StageDoor.PROGRESS_PORT, 443, 6443, 53);
    assertThat(in.get(0).at("/ports/0/port").asInt()).isEqualTo(StageDoor.PROGRESS_PORT);
    assertThat(in.get(0).at("/from/0/namespaceSelector/matchLabels").iterator().next().asText())
        .isEqualTo(Chart.NAMESPACE);
  }

  @Test
  void stagesStillReachServedModelsWherePeersAreNamed() {
    JsonNode from = policy("rlaif-operator-serving", "team-a").at("/spec/ingress/0/from");

    assertThat(from).hasSize(2);
    assertThat(from.get(1).path("podSelector"))
        .isEqualTo(policy("rlaif-operator-stages", "team-a").at("/spec/podSelector"));
  }
}
