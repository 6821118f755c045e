package dev.rlaif.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the fields of one document were written.
 *
 * @param document where the document begins
 * @param fields path to source, of every field that was written
 */
record Origins(String document, Map<String, String> fields) {

  Origins {
    fields = Map.copyOf(fields);
  }

  static Origins of(String document) {
    return new Origins(document, Map.of());
  }

  Problem problem(Finding finding) {
    return new Problem(source(finding.path()), finding.path(), finding.message());
  }

  /** Where the field at {@code path} was written, or the nearest one around it. */
  private String source(String path) {
    String at = path;
    while (!at.isEmpty()) {
      String source = fields.get(at);
      if (source != null) {
        return source;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return document;
  }

  /** These origins, but {@code path} and all below it come from {@code source}. */
  Origins with(String path, String source) {
    Map<String, String> changed = new HashMap<>(fields);
    changed.keySet().removeIf(at -> Finding.isWithin(at, path));
    changed.put(path, source);
    return new Origins(document, changed);
  }
}
