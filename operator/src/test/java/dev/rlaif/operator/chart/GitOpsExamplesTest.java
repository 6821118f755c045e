package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlanner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples for Argo CD and Flux hang together. */
class GitOpsExamplesTest {
  private static final Path EXAMPLES = Checkout.ROOT.resolve("examples/gitops");

  private static JsonNode only(String file) {
    List<JsonNode> documents = Checkout.documents(EXAMPLES.resolve(file));
    assertThat(documents).as(file).hasSize(1);
    return documents.get(0);
  }

  private static int wave(String file) {
    return only(file).at("/metadata/annotations/argocd.argoproj.io~1sync-wave").asInt(-99);
  }

  @Test
  void judgeAndRunCanBePlanned() {
    List<Path> files =
        List.of(EXAMPLES.resolve("runs/judge.yaml"), EXAMPLES.resolve("runs/run.yaml"));

    assertThat(RunPlanner.plan(Documents.read(files, List.of())).problems()).isEmpty();
  }

  @Test
  void operatorComesBeforeJudgesAndJudgesBeforeRuns() {
    assertThat(wave("argo-cd/operator.yaml")).isNegative().isNotEqualTo(-99);
    assertThat(wave("argo-cd/runs.yaml")).isZero();
    assertThat(wave("runs/judge.yaml")).isZero();
    assertThat(wave("runs/run.yaml")).isPositive();
  }

  @Test
  void applicationsApplyOnTheServerFromFoldersThatExist() {
    for (String file : List.of("argo-cd/operator.yaml", "argo-cd/runs.yaml")) {
      JsonNode application = only(file);
      assertThat(Checkout.ROOT.resolve(application.at("/spec/source/path").asText())).exists();
      assertThat(application.at("/spec/syncPolicy/syncOptions"))
          .extracting(JsonNode::asText)
          .contains("ServerSideApply=true");
      assertThat(
              application.at("/metadata/annotations/argocd.argoproj.io~1compare-options").asText())
          .isEqualTo("ServerSideDiff=true");
    }
  }

  @Test
  void fluxLooksAtTheHealthOfWhatItApplies() {
    assertThat(only("flux/runs.yaml").at("/spec/healthChecks"))
        .extracting(check -> check.path("kind").asText() + " " + check.path("name").asText())
        .containsExactly(named("runs/judge.yaml"), named("runs/run.yaml"));
    assertThat(Checkout.ROOT.resolve(only("flux/runs.yaml").at("/spec/path").asText())).exists();
  }

  private static String named(String file) {
    JsonNode object = only(file);
    return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
  }
}
