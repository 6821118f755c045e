package dev.rlaif.plan;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names and values in two columns, under headings. */
final class TextTable {
  private static final int NAME_WIDTH = 28;

  private final StringBuilder text = new StringBuilder();

  void heading(String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  void section(String name) {
    text.append('\n').append(name).append('\n');
  }

  void row(String name, Object value) {
    String shown = shown(value);
    text.append("  ").append(name);
    if (!shown.isEmpty()) {
      text.append(" ".repeat(Math.max(1, NAME_WIDTH - name.length()))).append(shown);
    }
    text.append('\n');
  }

  void fields(Record record) {
    fields(record, "");
  }

  /** A row for each field of a record that has a value; those of inner records after a dot. */
  void fields(Record record, String prefix) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      @Nullable Object value = RuleCheck.value(component, record);
      String name = prefix + component.getName();
      if (value instanceof Record inner) {
        fields(inner, name + ".");
      } else if (value != null) {
        row(name, value);
      }
    }
  }

  String text() {
    return text.toString();
  }

  private static String shown(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(TextTable::shown).orElse("off");
    }
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(TextTable::shown).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? "none" : map.toString();
    }
    if (value instanceof Enum<?> constant) {
      return Fields.spelling(constant);
    }
    if (value instanceof Double number) {
      String decimal = number.toString().toLowerCase(Locale.ROOT);
      return decimal.endsWith(".0") ? decimal.substring(0, decimal.length() - 2) : decimal;
    }
    return value.toString();
  }
}
