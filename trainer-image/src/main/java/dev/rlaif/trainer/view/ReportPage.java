package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page of a run: one file that fetches nothing. A content security policy allows exactly the
 * style sheet and the script that it brings, so that markup in an answer would stay without effect
 * even if it got past the escaping.
 */
public final class ReportPage {
  private ReportPage() {}

  /** The whole document. */
  public static String of(ReportInput input) {
    String css = resource("report.css");
    String script = resource("report.js");
    var samples =
        new SamplesSection(input.report().provenance().violationThreshold(), input.words());
    Tag main = tag("main", VerdictSection.of(input.run(), input.report()));
    main.add(FiguresSection.of(input.report()), samples.beforeAndAfter(input.samples()));
    CurvesSection.of(input.metrics()).ifPresent(main::add);
    input.judgeProof().map(JudgeSection::of).ifPresent(main::add);
    main.add(samples.all(input.samples()));
    input.plan().map(PlanSection::of).ifPresent(main::add);
    Tag html =
        tag("html")
            .set("lang", "en")
            .add(head(input.run(), css, script), tag("body", main, tag("script").trusted(script)));
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static Tag head(String run, String css, String script) {
    return tag(
        "head",
        tag("meta").set("charset", "utf-8"),
        tag("meta")
            .set("http-equiv", "Content-Security-Policy")
            .set(
                "content",
                "default-src 'none'; style-src '"
                    + hash(css)
                    + "'; script-src '"
                    + hash(script)
                    + "'; base-uri 'none'; form-action 'none'"),
        tag("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"),
        tag("meta").set("name", "color-scheme").set("content", "light dark"),
        tag("title", run + ": evaluation"),
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

  private static String resource(String name) {
    try (var in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
