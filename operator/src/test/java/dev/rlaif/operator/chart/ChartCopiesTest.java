package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.operator.kube.OperatorSettings;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept twice is the same twice. */
class ChartCopiesTest {
  private static final Path MANIFESTS = Checkout.ROOT.resolve("charts/manifests/rlaif.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"rlaifruns.rlaif.dev.yaml", "rewardjudges.rlaif.dev.yaml"})
  void crdOfTheChartIsTheGeneratedOne(String file) {
    assertThat(Checkout.text(Checkout.CHART.resolve("files/crds").resolve(file)))
        .as("run charts/render")
        .isEqualTo(Checkout.text(Checkout.ROOT.resolve("crds").resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlaifruns.rlaif.dev", "rewardjudges.rlaif.dev"})
  void renderedCrdIsTheGeneratedOneThatIsKept(String name) {
    ObjectNode rendered =
        Checkout.documents(MANIFESTS).stream()
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .map(ObjectNode.class::cast)
            .findFirst()
            .orElseThrow();
    JsonNode kept = rendered.withObjectProperty("metadata").remove("annotations");

    assertThat(kept.path("helm.sh/resource-policy").asText()).isEqualTo("keep");
    assertThat(rendered)
        .isEqualTo(Checkout.documents(Checkout.ROOT.resolve("crds/" + name + ".yaml")).get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RlaifRun", "RewardJudge"})
  void argoCdsConfigHoldsTheScripts(String kind) {
    JsonNode config =
        Checkout.documents(Checkout.CHART.resolve("gitops/argocd-cm.yaml")).get(0).path("data");

    assertThat(config.path("resource.customizations.health.rlaif.dev_" + kind).asText())
        .isEqualTo(Checkout.text(HealthCase.script(kind)));
  }

  @Test
  void appVersionIsThatOfTheBuild() {
    Matcher version =
        Pattern.compile(
                "<artifactId>rlaif</artifactId>\\s*<version>([0-9.]+)(-SNAPSHOT)?</version>")
            .matcher(Checkout.text(Checkout.ROOT.resolve("pom.xml")));

    assertThat(version.find()).isTrue();
    JsonNode chart = Checkout.documents(Checkout.CHART.resolve("Chart.yaml")).get(0);
    assertThat(chart.path("appVersion").asText()).isEqualTo(version.group(1));
  }

  @Test
  void imageOfVllmIsTheOperatorsDefault() throws NoSuchMethodException {
    JsonNode image =
        Checkout.documents(Checkout.CHART.resolve("values.yaml")).get(0).at("/serving/images/vllm");
    WithDefault byDefault =
        OperatorSettings.ServingImages.class.getMethod("vllm").getAnnotation(WithDefault.class);

    assertThat(byDefault).isNotNull();
    assertThat(image.path("repository").asText() + ":" + image.path("tag").asText())
        .isEqualTo(byDefault.value());
  }

  @Test
  void imageOfTensorBoardIsTheOperatorsDefault() {
    JsonNode image =
        Checkout.documents(Checkout.CHART.resolve("values.yaml"))
            .get(0)
            .at("/viewer/tensorboardImage");

    assertThat(image.path("repository").asText() + ":" + image.path("tag").asText())
        .isEqualTo(OperatorSettings.TENSORBOARD);
  }

  @Test
  void manifestsNameWhatIsInTheFolder() {
    JsonNode kustomization =
        Checkout.documents(MANIFESTS.resolveSibling("kustomization.yaml")).get(0);

    assertThat(kustomization.path("resources"))
        .extracting(JsonNode::asText)
        .allSatisfy(file -> assertThat(MANIFESTS.resolveSibling(file)).exists());
    assertThat(Checkout.documents(MANIFESTS.resolveSibling("namespace.yaml")))
        .extracting(namespace -> namespace.at("/metadata/name").asText())
        .isEqualTo(List.of(Chart.NAMESPACE));
  }
}
