package dev.rlaif.trainer.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An HTML or SVG element. Text and attribute values are escaped when they are written, so an answer
 * can never become markup.
 */
final class Tag {
  private static final Set<String> VOID = Set.of("meta", "input", "br");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> children = new ArrayList<>();

  /** Written as it stands; for what this program brings itself. */
  private record Trusted(String markup) {}

  private Tag(String name) {
    this.name = name;
  }

  static Tag tag(String name) {
    return new Tag(name);
  }

  /** With these children. */
  static Tag tag(String name, Tag... children) {
    return new Tag(name).add(children);
  }

  /** With this text. */
  static Tag tag(String name, String text) {
    return new Tag(name).text(text);
  }

  Tag set(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  Tag set(String attribute, double value) {
    return set(attribute, Numbers.coordinate(value));
  }

  Tag style(String cssClass) {
    return set("class", cssClass);
  }

  Tag text(String text) {
    children.add(text);
    return this;
  }

  Tag add(Tag... added) {
    children.addAll(List.of(added));
    return this;
  }

  Tag add(List<Tag> added) {
    children.addAll(added);
    return this;
  }

  /** A style sheet or script of this program's own. */
  Tag trusted(String markup) {
    children.add(new Trusted(markup));
    return this;
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(value, out);
          out.append('"');
        });
    out.append('>');
    if (VOID.contains(name)) {
      return;
    }
    for (Object child : children) {
      if (child instanceof Tag tag) {
        tag.write(out);
      } else if (child instanceof Trusted trusted) {
        out.append(trusted.markup());
      } else {
        escape(child.toString(), out);
      }
    }
    out.append("</").append(name).append('>');
  }

  /** Control characters other than white space are not allowed in HTML and become U+FFFD. */
  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
  }
}
