package dev.rlaif.plan;

import java.util.Optional;

/** What is said about a field that nobody knows. */
final class UnknownField {
  private UnknownField() {}

  /**
   * @param parent path of the record that was given the field
   * @param type of that record
   * @param root type of the whole document, where a misplaced field is looked for
   */
  static Finding of(String parent, String name, Class<?> type, Class<?> root) {
    var known = Fields.of(type).keySet();
    String prefix = parent.isEmpty() ? "" : parent + ".";
    Optional<String> meant =
        NearestName.of(name, known)
            .map(near -> prefix + near)
            .or(() -> Fields.find(name, root, ""));
    return new Finding(
        prefix + name,
        "is not known"
            + meant
                .map(path -> ": did you mean " + path + "?")
                .orElse(": known here are " + String.join(", ", known)));
  }
}
