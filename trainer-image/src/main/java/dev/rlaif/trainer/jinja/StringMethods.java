package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Methods of Python's str that templates call. */
final class StringMethods {
  private StringMethods() {}

  /** A method bound to a text, or undefined. */
  static Object of(String text, String name) {
    Callable method =
        switch (name) {
          case "strip" -> arguments -> strip(text, arguments, true, true);
          case "lstrip" -> arguments -> strip(text, arguments, true, false);
          case "rstrip" -> arguments -> strip(text, arguments, false, true);
          case "split" -> arguments -> split(text, arguments.atMost(2, "sep", "maxsplit"));
          case "splitlines" -> arguments -> text.lines().<Object>map(line -> line).toList();
          case "startswith" -> arguments -> any(arguments, text::startsWith);
          case "endswith" -> arguments -> any(arguments, text::endsWith);
          case "removeprefix" -> arguments -> withoutStart(text, arguments.text(0, "prefix"));
          case "removesuffix" -> arguments -> withoutEnd(text, arguments.text(0, "suffix"));
          case "replace" -> arguments -> replace(text, arguments.atMost(3));
          case "upper" -> arguments -> text.toUpperCase(Locale.ROOT);
          case "lower" -> arguments -> text.toLowerCase(Locale.ROOT);
          case "capitalize" -> arguments -> capitalised(text);
          case "title" -> arguments -> titled(text);
          case "find" -> arguments -> find(text, arguments.atMost(1).text(0, "sub"));
          case "count" -> arguments -> count(text, arguments.atMost(1).text(0, "sub"));
          case "join" -> arguments -> joined(text, arguments.required(0, "iterable"));
          case "isdigit" ->
              arguments -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
          default -> NO_METHOD;
        };
    return method == NO_METHOD ? new Undefined("the method '" + name + "' of str") : method;
  }

  private static final Callable NO_METHOD =
      arguments -> {
        throw new ValueFailure("no such method");
      };

  static String strip(String text, Arguments arguments, boolean left, boolean right) {
    Object characters = arguments.atMost(1, "chars").optional(0, "chars").orElse(None.NONE);
    Predicate<Integer> isDropped =
        characters == None.NONE ? Spaces::isSpace : c -> Kinds.text(characters).indexOf(c) >= 0;
    int start = 0;
    int end = text.length();
    while (left && start < end && isDropped.test((int) text.charAt(start))) {
      start++;
    }
    while (right && end > start && isDropped.test((int) text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static List<Object> split(String text, Arguments arguments) {
    Object separator = arguments.optional(0, "sep").orElse(None.NONE);
    int most = Kinds.integer(arguments.optional(1, "maxsplit").orElse(-1L));
    return separator == None.NONE ? words(text, most) : split(text, Kinds.text(separator), most);
  }

  private static List<Object> split(String text, String separator, int most) {
    if (separator.isEmpty()) {
      throw new ValueFailure("empty separator");
    }
    List<Object> parts = new ArrayList<>();
    int start = 0;
    int end = text.indexOf(separator);
    while (end >= 0 && (most < 0 || parts.size() < most)) {
      parts.add(text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<Object> words(String text, int most) {
    List<Object> words = new ArrayList<>();
    String rest = text.substring(Spaces.startAfterSpace(text));
    while (!rest.isEmpty()) {
      int end = 0;
      while (end < rest.length() && !Spaces.isSpace(rest.charAt(end))) {
        end++;
      }
      if (most >= 0 && words.size() == most) {
        end = Spaces.endBeforeSpace(rest, 0);
      }
      words.add(rest.substring(0, end));
      rest = rest.substring(end);
      rest = rest.substring(Spaces.startAfterSpace(rest));
    }
    return words;
  }

  private static boolean any(Arguments arguments, Predicate<String> test) {
    Object given = arguments.atMost(1).required(0, "prefix");
    return given instanceof List
        ? Kinds.list(given).stream().anyMatch(part -> test.test(Kinds.text(part)))
        : test.test(Kinds.text(given));
  }

  private static String withoutStart(String text, String start) {
    return text.startsWith(start) ? text.substring(start.length()) : text;
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  static String replace(String text, Arguments arguments) {
    String old = arguments.text(0, "old");
    String other = arguments.text(1, "new");
    int most = Kinds.integer(arguments.optional(2, "count").orElse(-1L));
    if (most < 0) {
      return text.replace(old, other);
    }
    return split(text, old, most).stream().map(Text::of).collect(Collectors.joining(other));
  }

  static String capitalised(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  static String titled(String text) {
    StringBuilder out = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetter(c);
    }
    return out.toString();
  }

  private static long find(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static long count(String text, String part) {
    return split(text, part, -1).size() - 1;
  }

  static String joined(String separator, Object items) {
    return Values.items(items).stream().map(Kinds::text).collect(Collectors.joining(separator));
  }
}
