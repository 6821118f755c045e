package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Documents against the objects that they lead to, a folder each. A new case is a folder with
 * {@code in-*.yaml} and empty {@code out-KIND-NAME.yaml} of the objects that it is about; {@code
 * mvn test -pl operator -Dtest=ObjectsGoldenTest -Drlaif.golden=write} writes all that exist, to be
 * read before they are committed.
 */
class ObjectsGoldenTest {
  private static final boolean WRITE = "write".equals(System.getProperty("rlaif.golden"));

  @TestFactory
  Stream<DynamicTest> objectsAreAsWritten() {
    return ObjectsCase.all().stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> compare(one)));
  }

  private static void compare(ObjectsCase one) throws IOException {
    Map<String, HasMetadata> objects = one.objects();
    assertThat(one.files("")).hasSize(one.files("in-").size() + one.files("out-").size());
    assertThat(one.files("out-")).as("expected objects of %s", one.name()).isNotEmpty();
    for (Path file : one.files("out-")) {
      String name = file.getFileName().toString();
      String text =
          text(
              Objects.requireNonNull(
                  objects.get(name), () -> name + " is none of " + objects.keySet()));
      if (WRITE) {
        Files.writeString(file, text);
      }
      assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
    }
  }

  @TestFactory
  Stream<DynamicTest> theRecipeShowsEveryObject() {
    ObjectsCase recipe = ObjectsCase.named("recipe");
    return recipe.objects().keySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file, () -> assertThat(recipe.folder().resolve(file)).exists()));
  }

  /** Without plan and hashes, which change with every new field and would hide what matters. */
  private static String text(HasMetadata object) {
    HasMetadata shown =
        object instanceof ConfigMap plan
            ? new ConfigMapBuilder(plan).addToData(StageDoor.PLAN_KEY, "the plan as JSON").build()
            : object;
    String hash = object.getMetadata().getAnnotations().getOrDefault(Labels.PLAN_HASH, "");
    return Serialization.asYaml(shown)
        .replace(hash, "sha256:HASH")
        .replace(ObjectNames.shortHash(hash), "HASH")
        .replaceAll("-validate-[0-9a-f]{8}", "-validate-HASH");
  }
}
