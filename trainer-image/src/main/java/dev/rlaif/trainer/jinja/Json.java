package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON as Python's {@code json.dumps} writes it with {@code ensure_ascii=False}. */
final class Json {
  private final String itemSeparator;
  private final String keySeparator;
  private final int indent;
  private final StringBuilder out = new StringBuilder();

  private Json(int indent) {
    this.indent = indent;
    this.itemSeparator = indent < 0 ? ", " : ",";
    this.keySeparator = ": ";
  }

  /**
   * A value as JSON.
   *
   * @param indent spaces of a level; below 0: all in one line
   */
  static String of(Object value, int indent) {
    Json json = new Json(indent);
    json.write(value, 1);
    return json.out.toString();
  }

  private void write(Object value, int level) {
    if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Boolean) {
      out.append(value);
    } else if (value == None.NONE) {
      out.append("null");
    } else if (value instanceof Long) {
      out.append(value);
    } else if (value instanceof Double number) {
      out.append(Text.decimal(number));
    } else if (value instanceof List) {
      List<Runnable> items = new ArrayList<>();
      Kinds.list(value).forEach(item -> items.add(() -> write(item, level + 1)));
      writeAll('[', items, ']', level);
    } else if (value instanceof Map) {
      List<Runnable> items = new ArrayList<>();
      Kinds.map(value)
          .forEach(
              (key, item) ->
                  items.add(
                      () -> {
                        writeText(key);
                        out.append(keySeparator);
                        write(item, level + 1);
                      }));
      writeAll('{', items, '}', level);
    } else {
      throw new ValueFailure("a " + Kinds.name(value) + " cannot become JSON");
    }
  }

  private void writeAll(char open, List<Runnable> items, char close, int level) {
    out.append(open);
    for (int i = 0; i < items.size(); i++) {
      out.append(i > 0 ? itemSeparator : "");
      newLine(level);
      items.get(i).run();
    }
    if (!items.isEmpty()) {
      newLine(level - 1);
    }
    out.append(close);
  }

  private void newLine(int level) {
    if (indent >= 0) {
      out.append('\n').append(" ".repeat(indent * level));
    }
  }

  private void writeText(String text) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
