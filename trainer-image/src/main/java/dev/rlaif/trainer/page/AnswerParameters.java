package dev.rlaif.trainer.page;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an {@link AnswerQuery} from the parameters of a request. */
final class AnswerParameters {
  private static final int USUAL_LIMIT = 25;
  private static final int MOST = 200;
  private static final double FARTHEST = 1e9;
  private static final int LONGEST_TEXT = 1000;

  private final Context request;

  private AnswerParameters(Context request) {
    this.request = request;
  }

  /**
   * The query.
   *
   * @throws PageError that names the parameter that is wrong
   */
  static AnswerQuery of(Context request) {
    var given = new AnswerParameters(request);
    return new AnswerQuery(
        given.text(),
        given.source(),
        (long) given.number("fromStep", 0),
        (long) given.number("toStep", Long.MAX_VALUE),
        given.number("minScore", Double.NEGATIVE_INFINITY),
        given.number("maxScore", Double.POSITIVE_INFINITY),
        (int) given.number("minLength", 0),
        (int) given.number("maxLength", Integer.MAX_VALUE),
        given.order(),
        (int) Math.max(0, Math.min(FARTHEST, given.number("offset", 0))),
        (int) Math.max(1, Math.min(MOST, given.number("limit", USUAL_LIMIT))));
  }

  private String text() {
    String text = given("q");
    if (text != null && text.length() > LONGEST_TEXT) {
      throw new PageError(400, "q is longer than " + LONGEST_TEXT + " characters: look for less");
    }
    return text == null ? "" : text;
  }

  private String source() {
    String source = given("source");
    if (source == null) {
      return "";
    }
    if (!StoredAnswer.SOURCES.contains(source)) {
      throw wrong("source", source, "one of " + String.join(", ", StoredAnswer.SOURCES));
    }
    return source;
  }

  private AnswerQuery.Order order() {
    String order = given("order");
    List<String> orders =
        Arrays.stream(AnswerQuery.Order.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    if (order == null) {
      return AnswerQuery.Order.NEWEST;
    }
    if (!orders.contains(order)) {
      throw wrong("order", order, "one of " + String.join(", ", orders));
    }
    return AnswerQuery.Order.valueOf(order.toUpperCase(Locale.ROOT));
  }

  private double number(String name, double usual) {
    String value = given(name);
    if (value == null) {
      return usual;
    }
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a number");
    }
    throw wrong(name, value, "a finite number");
  }

  private @Nullable String given(String name) {
    String value = request.queryParam(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static PageError wrong(String name, String value, String wanted) {
    return new PageError(400, name + " is " + value + ", must be " + wanted);
  }
}
