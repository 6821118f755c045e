package dev.rlaif.trainer.jinja;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template, set up as transformers does: {@code trim_blocks}, {@code lstrip_blocks}, {@code
 * break} and {@code continue}, the {@code generation} block, {@code raise_exception} and {@code
 * strftime_now}. An instance may be used by several threads.
 */
public final class Template {
  private final Source source;
  private final Statement body;
  private final Clock clock;

  private Template(Source source, Clock clock) {
    this.source = source;
    this.body = new StatementParser(new Tokens(source)).template();
    this.clock = clock;
  }

  /**
   * Reads a template.
   *
   * @param clock what {@code strftime_now} tells
   * @throws TemplateFailure if it is none, or has a block, filter or test that is not known
   */
  public static Template of(String text, Clock clock) {
    return new Template(Source.of(text), clock);
  }

  /**
   * Renders the template.
   *
   * @param variables texts, numbers, booleans, lists and maps of such; null is None
   * @throws TemplateFailure if something cannot be done, or the template's author refuses
   */
  public String render(Map<String, ? extends @Nullable Object> variables) {
    Scope scope = new Scope(Globals.of(clock)).inner();
    variables.forEach((name, value) -> scope.set(name, value(value)));
    StringBuilder out = new StringBuilder();
    try {
      body.run(scope.inner(), out);
    } catch (ValueFailure e) {
      throw source.failure(0, e.what());
    }
    return out.toString();
  }

  private static Object value(@Nullable Object given) {
    if (given == null) {
      return None.NONE;
    }
    if (given instanceof Map<?, ?> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((key, item) -> values.put((String) key, value(item)));
      return values;
    }
    if (given instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(item -> values.add(value(item)));
      return values;
    }
    if (given instanceof Integer number) {
      return number.longValue();
    }
    if (given instanceof Float number) {
      return number.doubleValue();
    }
    return given;
  }
}
