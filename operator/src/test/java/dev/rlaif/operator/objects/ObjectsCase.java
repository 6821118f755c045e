package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.PlainSettings;
import dev.rlaif.plan.Documents;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of {@code in-*.yaml}, the documents, and {@code out-*.yaml}, objects they lead to. */
record ObjectsCase(Path folder) {
  static final Path ROOT = Path.of("src/test/resources/objects");
  private static final String UID = "11111111-2222-3333-4444-555555555555";

  static List<ObjectsCase> all() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.sorted().map(ObjectsCase::new).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectsCase named(String name) {
    return new ObjectsCase(ROOT.resolve(name));
  }

  @Override
  public String toString() {
    return name();
  }

  String name() {
    return folder.getFileName().toString();
  }

  List<Path> files(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Contexts contexts() {
    Contexts contexts =
        Contexts.of(
                Documents.read(files("in-"), List.of()),
                "team",
                new PlainSettings(name().equals("kueue")))
            .orElseThrow(problems -> new IllegalArgumentException(name() + ": " + problems));
    contexts.run().ifPresent(run -> run.resource().getMetadata().setUid(UID));
    contexts.judges().forEach(judge -> judge.resource().getMetadata().setUid(UID));
    return contexts;
  }

  /** Objects under the names that their files have: kind and name, without a judge's hash. */
  Map<String, HasMetadata> objects() {
    Contexts contexts = contexts();
    Map<String, HasMetadata> objects = new LinkedHashMap<>();
    for (DryRun.Made made : DryRun.of(contexts)) {
      String name = made.object().getMetadata().getName();
      for (JudgeContext judge : contexts.judges()) {
        for (String hash : List.of(judge.plan().judge().hash(), judge.plan().hash())) {
          String end = "-" + ObjectNames.shortHash(hash);
          name = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
        }
      }
      String kind = made.object().getKind().toLowerCase(Locale.ROOT);
      objects.put("out-" + kind + "-" + name + ".yaml", made.object());
    }
    return objects;
  }
}
