package dev.rlaif.trainer.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The modules of the page as one script, so that a page is one file that also a browser without a
 * server can show. Each module becomes a function that gives back what it exports; it stands after
 * those that it imports from.
 */
final class PageScript {
  /** In the order in which they need each other. */
  static final List<String> MODULES =
      List.of(
          "dom",
          "format",
          "data",
          "chart",
          "phases",
          "stages",
          "base",
          "training",
          "answers",
          "pairs",
          "evaluation",
          "judge",
          "plan",
          "live",
          "main");

  private static final Pattern IMPORT = Pattern.compile("^import [^;]*;\\R", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile("^export ((?:async )?(?:function|const|class) (\\w+))", Pattern.MULTILINE);

  private PageScript() {}

  /** The whole script. */
  static String text() {
    return MODULES.stream()
        .map(name -> closed(resource(name + ".js")))
        .collect(Collectors.joining("\n", "\"use strict\";\n(() => {\n", "})();\n"));
  }

  private static String closed(String module) {
    String exports =
        EXPORT
            .matcher(module)
            .results()
            .map(export -> export.group(2))
            .collect(Collectors.joining(", "));
    String body = EXPORT.matcher(IMPORT.matcher(module).replaceAll("")).replaceAll("$1");
    return "const { " + exports + " } = (() => {\n" + body + "return { " + exports + " };\n})();\n";
  }

  /** A file that lies beside this class. */
  static String resource(String name) {
    try (var in = PageScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
