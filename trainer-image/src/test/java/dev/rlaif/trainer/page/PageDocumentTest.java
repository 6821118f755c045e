package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageDocumentTest {
  @TempDir private Path folder;

  private Document frozen() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder).begun().proved().trained(8, 1).evaluated(0.1);
    return Jsoup.parse(FrozenPage.html(run.workspace(), MadeWorkspace.ENVIRONMENT));
  }

  private static JsonNode data(Document page) throws IOException {
    return MadeRun.JSON.readTree(page.select("#data").get(0).data());
  }

  @Test
  void holdsWhatTheRunLeft() throws IOException {
    JsonNode data = data(frozen());
    JsonNode run = data.path("runs").path(0);

    assertThat(data.path("mode").asText()).isEqualTo("FROZEN");
    assertThat(run.path("state").path("name").asText()).isEqualTo("vegetarian-small");
    assertThat(run.path("metrics").path("steps")).hasSize(8);
    assertThat(run.path("metrics").path("values").path("objective/kl")).hasSize(8);
    assertThat(run.path("results").path("proofs").path("vegetarian-words").path("examples").asInt())
        .isEqualTo(200);
    assertThat(run.path("results").path("evaluation").path("verdict").path("passed").asBoolean())
        .isFalse();
    assertThat(run.path("results").path("plan").path("spec").path("lora").path("rank").asInt())
        .isEqualTo(16);
  }

  @Test
  void everyPairIsThereWithItsForbiddenWords() throws IOException {
    JsonNode pairs = data(frozen()).path("pairs");

    assertThat(pairs.path("rows")).hasSize(400);
    assertThat(pairs.path("telling")).hasSize(6);
    for (JsonNode pair : pairs.path("rows")) {
      String text = pair.path("base").path("text").asText();
      for (JsonNode mark : pair.path("base").path("marks")) {
        assertThat(text.substring(mark.path(0).asInt(), mark.path(1).asInt()))
            .containsPattern("(?i)beef|steak|rump|chicken|salmon|bacon");
      }
    }
    assertThat(pairs.findValues("marks")).anyMatch(marks -> !marks.isEmpty());
  }

  @Test
  void answersCannotBecomeMarkup() throws IOException {
    Document page = frozen();
    assertThat(page.select("script")).hasSize(2);
    assertThat(page.select("style")).hasSize(1);
    assertThat(page.select("img, [onerror], [onmouseover], iframe")).isEmpty();
    assertThat(page.select("#data").get(0).data())
        .contains("\\u003cscript\\u003ealert(1)")
        .doesNotContain("<", ">");
  }

  @Test
  void aNameCannotBecomeMarkupEither() {
    String evil = "x</title><script>alert(1)</script>{{script}}";
    var state = new RunState(evil, "/w", true, false, List.of(), 6.0, List.of(), List.of());
    var run = new PageData.Run(state, Results.NONE, new MetricsTable().from(0));
    Document page =
        Jsoup.parse(PageDocument.of(new PageData(PageData.Mode.LIVE, List.of(run), null)));
    assertThat(page.select("script")).hasSize(2);
    assertThat(page.select("h1").text()).isEqualTo(evil);
  }

  @Test
  void nothingIsFetchedAndOnlyItsOwnScriptMayRun() throws Exception {
    Document page = frozen();
    assertThat(page.select("[src], link, iframe, [style]")).isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(target -> target.startsWith("#"));
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .contains("default-src 'none'", "connect-src 'none'", "require-trusted-types-for 'script'")
        .contains("script-src '" + sha256(page.select("script").get(1).data()) + "'")
        .contains("style-src '" + sha256(page.select("style").get(0).data()) + "'")
        .doesNotContain("unsafe");
  }

  @Test
  void landmarksAndSectionsHaveNames() throws IOException {
    Document page = frozen();
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("header, nav[aria-label], main")).hasSize(3);
    assertThat(page.select("section")).hasSize(6);
    page.select("section")
        .forEach(
            section ->
                assertThat(page.getElementById(section.attr("aria-labelledby"))).isNotNull());
    page.select("nav a").forEach(link -> assertThat(page.select(link.attr("href"))).hasSize(1));
  }

  @Test
  void noModuleMakesMarkupFromText() {
    assertThat(PageScript.text())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        .doesNotContain("import ", "export ");
  }

  @Test
  void everyModuleStandsAfterThoseThatItImports() {
    for (String module : PageScript.MODULES) {
      PageScript.resource(module + ".js")
          .lines()
          .filter(line -> line.startsWith("import "))
          .map(line -> line.replaceAll(".*\"\\./(\\w+)\\.js\".*", "$1"))
          .forEach(
              needed ->
                  assertThat(PageScript.MODULES.indexOf(needed))
                      .as("%s needs %s", module, needed)
                      .isBetween(0, PageScript.MODULES.indexOf(module) - 1));
    }
  }

  private static String sha256(String content) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
