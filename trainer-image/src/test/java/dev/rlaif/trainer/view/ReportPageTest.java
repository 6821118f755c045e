package dev.rlaif.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.trainer.evaluate.EvaluationResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private final EvaluationResult result = MadeRun.evaluated(MadeRun.gates(0.1));

  @Test
  void showsTheVerdictAndTheFigures() {
    Document page = page(result);
    var base = result.report().base().greedy();
    var tuned = result.report().tuned().greedy();

    assertThat(page.select("h1").text()).isEqualTo("vegetarian");
    assertThat(page.select(".verdict").text()).contains("Rejected");
    assertThat(page.select(".gates code").eachText()).contains("missing");
    assertThat(page.select(".summary strong").eachText())
        .containsExactly("" + base.violations(), "" + tuned.violations());
    assertThat(row(page, "Violations"))
        .containsExactly(
            base.violations() + " of " + base.scored(),
            tuned.violations() + " of " + tuned.scored());
    assertThat(row(page, "Useful answers"))
        .containsExactly("" + base.useful(), "" + tuned.useful());
  }

  @Test
  void everyCurveIsDrawnAndDescribed() {
    Document page = page(result);
    assertThat(page.select(".chart")).hasSize(8);
    for (Element svg : page.select(".chart svg")) {
      assertThat(svg.attr("aria-label")).contains("at step 1,").contains("at step 200");
      assertThat(svg.select("path.curve").attr("d")).startsWith("M").doesNotContain("NaN");
      assertThat(svg.attr("data-points").split(";", -1)).hasSize(200);
    }
    assertThat(page.select("path.band")).hasSize(1);
    assertThat(page.select(".chart output").eachText().get(0))
        .isEqualTo(Numbers.short3(lastReward()));
  }

  @Test
  void longTrainingIsThinnedOutToMeansOfNeighbours() {
    Curve curve = Curve.of(MadeRun.metrics(1000), "judge/p_mean", "");
    assertThat(curve.points()).hasSize(200);
    // five steps a point: p rises by 0.3 over all 1000
    assertThat(curve.points().get(0).value()).isCloseTo(0.45 + 0.3 * 0.003, within(1e-9));
    assertThat(curve.last().step()).isEqualTo(1000);
  }

  @Test
  void theJudgesProofIsShown() {
    Document page = page(result);
    assertThat(page.select(".tiles dt").eachText()).contains("Accuracy", "F1", "AUROC");
    assertThat(page.select("[aria-labelledby=judge] > p").eachText())
        .anyMatch(text -> text.startsWith("1 of 2 canaries"));
    assertThat(page.select(".confusion td.right").eachText()).containsExactly("192", "194");
    assertThat(page.select(".confusion td.wrong").eachText()).containsExactly("8", "6");
  }

  @Test
  void everyAnswerIsInTheTable() {
    Document page = page(result);
    var rows = page.select("#all-answers tbody tr");
    assertThat(rows).hasSize(400);
    assertThat(rows.eachAttr("data-pass")).contains("greedy", "seed-1", "seed-3");
    assertThat(rows.eachAttr("data-change")).contains("fixed", "broken", "bad", "good", "missing");
    assertThat(page.select("#by-pass option").eachAttr("value"))
        .containsExactly("", "greedy", "seed-1", "seed-2", "seed-3");
  }

  @Test
  void answersCannotBecomeMarkup() {
    Document page = page(result);

    assertThat(page.select("script")).hasSize(1);
    assertThat(page.select("style")).hasSize(1);
    assertThat(page.select("img, [onerror], [onmouseover]")).isEmpty();
    assertThat(page.select("th b, h3 b, .reason i")).isEmpty();
    assertThat(page.select(".reason").eachText()).contains("judge: forbidden <i>meat</i>");
    assertThat(page.select("#all-answers .answer").eachText())
        .anyMatch(text -> text.contains("<script>alert(1)</script>") && text.contains("&lt;b&gt;"));
    assertThat(page.outerHtml()).doesNotContain("\u0007");
  }

  @Test
  void aRunNameOrAPlanCannotBecomeMarkupEither() {
    String evil = "x</title><script>alert(1)</script>";
    var plan = MadeRun.JSON.createObjectNode().put(evil, evil);
    var input =
        new ReportInput(
            evil,
            result.report(),
            List.of(),
            List.of(),
            Optional.of(MadeRun.JSON.createObjectNode().put("judge", evil)),
            Optional.of(plan),
            MarkedWords.NONE);
    Document page = Jsoup.parse(ReportPage.of(input));
    assertThat(page.select("script")).hasSize(1);
    assertThat(page.select("h1").text()).isEqualTo(evil);
    assertThat(page.select(".plan td").text()).isEqualTo(evil);
  }

  @Test
  void nothingIsFetchedAndOnlyItsOwnScriptMayRun() throws Exception {
    Document page = page(result);
    assertThat(page.select("[src], [href], link, iframe")).isEmpty();
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy)
        .contains("default-src 'none'")
        .contains("script-src 'sha256-" + sha256(page.select("script").get(0).data()) + "'")
        .contains("style-src 'sha256-" + sha256(page.select("style").get(0).data()) + "'");
    assertThat(page.select("[style]")).isEmpty();
  }

  @Test
  void tablesAndControlsCanBeRead() {
    Document page = page(result);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    page.select("table").forEach(table -> assertThat(table.select("caption")).hasSize(1));
    page.select("svg")
        .forEach(svg -> assertThat(svg.attr("aria-label")).as(svg.attr("class")).isNotBlank());
    page.select("input, select")
        .forEach(control -> assertThat(control.closest("label")).isNotNull());
    page.select("section")
        .forEach(
            section ->
                assertThat(page.getElementById(section.attr("aria-labelledby"))).isNotNull());
  }

  @Test
  void forbiddenWordsAreMarkedWholeAndNotInsideExceptions() {
    var words = MadeRun.words(List.of("Beef", "steak", "pot roast"), List.of("vegan steak"));
    Element answer =
        Jsoup.parse(words.answer("BEEF, a vegan steak, pot-roast & beefsteak").toString());
    assertThat(answer.select("mark").eachText()).containsExactly("BEEF", "pot-roast");
    assertThat(answer.text()).isEqualTo("BEEF, a vegan steak, pot-roast & beefsteak");
  }

  @Test
  void aRunThatPassedSaysSo() {
    var words = MarkedWords.NONE;
    var passed = MadeRun.evaluatedWithoutMissing(MadeRun.gates(0.1));
    var input =
        new ReportInput(
            "v",
            passed.report(),
            passed.samples(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            words);
    Document page = Jsoup.parse(ReportPage.of(input));
    assertThat(page.select(".verdict").text()).contains("Passed");
    assertThat(page.select(".gates, .chart, .confusion, .plan, mark")).isEmpty();
  }

  @Test
  void gathersItsPartsFromFiles(@TempDir Path folder) throws Exception {
    Path metrics = folder.resolve("metrics.jsonl");
    Files.writeString(
        metrics, "{\"step\":1,\"objective/kl\":0.5}\n{\"step\":2,\"objective/kl\":1}\n{\"st");
    Path proof = Files.writeString(folder.resolve("proof.json"), MadeRun.proof().toString());
    Path html = folder.resolve("evaluation/report.html");

    ReportFiles.write(
        "vegetarian", result, metrics, proof, Optional.of(MadeRun.plan()), MadeRun.words(), html);

    Document page = Jsoup.parse(Files.readString(html));
    assertThat(page.select(".chart")).hasSize(1);
    assertThat(page.select(".confusion")).hasSize(1);
    assertThat(page.select(".plan th").eachText()).contains("algorithm.kl.target");
    ReportFiles.write(
        "v",
        result,
        folder.resolve("no"),
        folder.resolve("no"),
        Optional.empty(),
        MadeRun.words(),
        html);
    assertThat(Jsoup.parse(Files.readString(html)).select(".chart, .confusion")).isEmpty();
  }

  private static double lastReward() {
    return Curve.of(MadeRun.metrics(200), "env/reward_mean", "").last().value();
  }

  private static Document page(EvaluationResult result) {
    var input =
        new ReportInput(
            "vegetarian",
            result.report(),
            result.samples(),
            MadeRun.metrics(200),
            Optional.of(MadeRun.proof()),
            Optional.of(MadeRun.plan()),
            MadeRun.words());
    return Jsoup.parse(ReportPage.of(input));
  }

  private static List<String> row(Document page, String name) {
    return page.select(".figures tbody tr").stream()
        .filter(row -> row.select("th").text().equals(name))
        .flatMap(row -> row.select("td").eachText().stream())
        .toList();
  }

  private static String sha256(String content) throws Exception {
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
  }
}
