package dev.rlaif.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlaif.operator.programs.Repository;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.InvalidDocument;
import dev.rlaif.plan.RunPlanner;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner refuses, the API server refuses, at the same field and with the same words. */
class InvalidDocumentsIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  private static final Set<String> SENTENCES = sentences();

  static Stream<InvalidDocument> within() {
    return InvalidDocument.all().filter(invalid -> !invalid.concernsAnother());
  }

  static Stream<InvalidDocument> between() {
    return InvalidDocument.all().filter(InvalidDocument::concernsAnother);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("within")
  void isRefused(InvalidDocument invalid) {
    List<String> refusals = refusals(invalid);
    String sentence =
        RunPlanner.plan(Documents.parse(invalid.texts(), List.of())).problems().get(0).message();

    assertThat(refusals).hasSize(1);
    if (SENTENCES.contains(sentence)) {
      assertThat(refusals.get(0)).contains(sentence);
    }
    if (!invalid.at().equals("apiVersion")) { // then there is no such path, and nobody to explain
      assertThat(refusals.get(0)).containsAnyOf(invalid.at(), element(invalid.at()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("between")
  void isLeftToTheOperator(InvalidDocument invalid) {
    assertThat(refusals(invalid)).isEmpty();
  }

  private static List<String> refusals(InvalidDocument invalid) {
    KubernetesClient client = API.client();
    return invalid.altered().values().stream()
        .flatMap(document -> Requests.refusal(client, document).stream())
        .toList();
  }

  /** Of two list elements with one key the server blames the element, not its key. */
  private static String element(String path) {
    return path.endsWith("].name") || path.endsWith("].token")
        ? path.substring(0, path.lastIndexOf('.'))
        : path;
  }

  private static Set<String> sentences() {
    Set<String> sentences = new HashSet<>();
    for (String kind : List.of("rlaifruns", "rewardjudges")) {
      try {
        JsonNode crd =
            new YAMLMapper().readTree(Repository.crds().resolve(kind + ".rlaif.dev.yaml").toFile());
        sentences.addAll(crd.findValuesAsText("message"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sentences;
  }
}
