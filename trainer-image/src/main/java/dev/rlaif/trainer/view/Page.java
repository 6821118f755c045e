package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * A page in one file that fetches nothing. A content security policy allows exactly the style sheet
 * and the script that it brings, so that markup in an answer would stay without effect even if it
 * got past the escaping.
 */
final class Page {
  private Page() {}

  /** The whole document. */
  static String of(String title, Tag main, String css, Optional<String> script) {
    Tag body = tag("body", main);
    script.ifPresent(code -> body.add(tag("script").trusted(code)));
    Tag html = tag("html").set("lang", "en").add(head(title, css, script), body);
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  /** A file that lies beside this class. */
  static String resource(String name) {
    try (var in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tag head(String title, String css, Optional<String> script) {
    return tag(
        "head",
        tag("meta").set("charset", "utf-8"),
        tag("meta")
            .set("http-equiv", "Content-Security-Policy")
            .set(
                "content",
                "default-src 'none'; style-src '"
                    + hash(css)
                    + "'; "
                    + script.map(code -> "script-src '" + hash(code) + "'; ").orElse("")
                    + "base-uri 'none'; form-action 'none'"),
        tag("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"),
        tag("meta").set("name", "color-scheme").set("content", "light dark"),
        tag("title", title),
        tag("style").trusted(css));
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
