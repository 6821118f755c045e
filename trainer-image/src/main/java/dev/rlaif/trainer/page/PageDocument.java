package dev.rlaif.trainer.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The page as one document: markup, style sheet, script, and the data as JSON. A content security
 * policy allows exactly its own style sheet and script, and no markup made from text at all, so an
 * answer that holds markup stays text even if the script had a mistake.
 */
final class PageDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKUP = PageScript.resource("page.html");
  private static final String STYLE = PageScript.resource("page.css");
  private static final String SCRIPT = PageScript.text();

  private PageDocument() {}

  /** The whole document. */
  static String of(PageData data) {
    RunState first = data.runs().get(0).state();
    Map<String, String> parts =
        Map.of(
            "policy", policy(data.mode()),
            "title", escaped(first.name()),
            "style", STYLE,
            "data", json(data),
            "script", SCRIPT);
    StringBuilder page = new StringBuilder();
    int from = 0;
    for (int at = MARKUP.indexOf("{{"); at >= 0; at = MARKUP.indexOf("{{", from)) {
      int end = MARKUP.indexOf("}}", at);
      page.append(MARKUP, from, at).append(parts.get(MARKUP.substring(at + 2, end)));
      from = end + 2;
    }
    return page.append(MARKUP.substring(from)).toString();
  }

  /** What the page may do; the server says it in a header, too. */
  static String policy(PageData.Mode mode) {
    return "default-src 'none'; style-src '"
        + hash(STYLE)
        + "'; script-src '"
        + hash(SCRIPT)
        + "'; connect-src "
        + (mode == PageData.Mode.LIVE ? "'self'" : "'none'")
        + "; base-uri 'none'; form-action 'none';"
        + " require-trusted-types-for 'script'; trusted-types 'none'";
  }

  /** No character of it can end the element that holds it. */
  private static String json(PageData data) {
    try {
      return JSON.writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a page's data is always JSON", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
