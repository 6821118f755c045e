package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code src/test/resources/run/cases}: what happens to a run, and what its status
 * says at the end, with all that was done on the way. With {@code -Drlaif.golden=write} the answers
 * are written anew, to be read before they are committed.
 */
class GoldenRunTest {
  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES))
          .registerModules(new JavaTimeModule(), new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  /**
   * A case.
   *
   * @param spec merged into the common one
   * @param happens one after the other; after each the run comes to rest
   */
  record Case(Map<String, Object> spec, List<String> happens) {}

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(Scene.FOLDER.resolve("cases"))) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysWhatIsTrue(Path folder) throws IOException {
    Case told = YAML.readValue(folder.resolve("in.yaml").toFile(), new TypeReference<Case>() {});
    Scene scene = new Scene(YAML.writeValueAsString(told.spec()));

    told.happens().forEach(event -> happen(scene, event));

    Path golden = folder.resolve("out.yaml");
    String said = text(scene);
    if ("write".equals(System.getProperty("rlaif.golden"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  /** {@code EVENT}, or {@code STAGE EVENT} of the Job of a stage. */
  private static void happen(Scene scene, String event) {
    List<String> words = List.of(event.split(" ", 2));
    if (words.size() == 1) {
      befall(scene, words.get(0));
    } else {
      play(scene.job(StageName.valueOf(words.get(0).toUpperCase(Locale.ROOT))), words.get(1));
    }
    scene.later(Duration.ofMinutes(1)).settle();
  }

  private static void befall(Scene scene, String event) {
    switch (event) {
      case "proved" -> scene.prove();
      case "disproved" -> scene.disprove();
      case "suspended" -> scene.edit("suspend: true");
      case "resumed" -> scene.edit("suspend: false");
      case "served" -> Serving.comesUp(scene);
      case "led-by-earlier" -> SharedService.ledByEarlier(scene);
      case "led-by-later" -> SharedService.ledByLater(scene);
      case "name-taken" -> SharedService.belongsToSomebodyElse(scene);
      case "hours" -> scene.later(Duration.ofHours(1));
      default -> throw new IllegalArgumentException(event);
    }
  }

  private static void play(JobPlay job, String event) {
    switch (event) {
      case "runs" -> job.run();
      case "completes" -> job.complete();
      case "rejects" -> job.complete(job.rejection());
      case "unschedulable" -> job.unschedulable();
      case "interrupted" -> job.interrupt();
      case "crashes" -> job.crash("OOMKilled", 137);
      case "fails" -> job.fail("BackoffLimitExceeded");
      default -> throw new IllegalArgumentException(event);
    }
  }

  private static String text(Scene scene) throws IOException {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put(
        "actions",
        scene.decisions.stream()
            .flatMap(decision -> decision.actions().stream())
            .map(GoldenRunTest::word)
            .toList());
    said.put("status", scene.status());
    return YAML.writeValueAsString(said);
  }

  private static String word(Action action) {
    if (action instanceof Action.Create create) {
      return "create " + name(create.object());
    }
    if (action instanceof Action.Delete delete) {
      return "delete " + name(delete.object());
    }
    return action instanceof Action.Apply apply ? "apply " + name(apply.object()) : "start";
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
