package dev.rlaif.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The valid documents of the tests. */
final class Valid {
  static final List<String> FILES = List.of("run.yaml", "judge.yaml", "others.yaml");

  private Valid() {}

  static Documents documents(String... sets) {
    return Documents.parse(texts(), List.of(sets));
  }

  static RunPlan plan(String... sets) {
    return RunPlanner.plan(documents(sets))
        .orElseThrow(problems -> new AssertionError("" + problems));
  }

  static List<Problem> problems(String... sets) {
    return RunPlanner.plan(documents(sets)).problems();
  }

  static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    FILES.forEach(file -> texts.put(file, text("/valid/" + file)));
    return texts;
  }

  static String text(String resource) {
    try (InputStream stream = Valid.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
