package dev.rlaif.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.Proofs;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ProofPageTest {
  private final JudgeProofReport report = Proofs.eventful(60, Proofs.HOSTILE);
  private final Document page = Jsoup.parse(ProofPage.of("strict <judge>", report));

  @Test
  void theVerdictIsASentence() {
    assertThat(page.select("h1").text()).isEqualTo("strict <judge>");
    assertThat(page.select(".verdict").text()).contains("Falls short");
    assertThat(page.select(".sentence").text())
        .startsWith("This judge should not be trusted: it puts ")
        .containsPattern("\\d+ of 1\\d\\d labelled answers on the right side");
    assertThat(page.select(".gates code").eachText()).contains("maxInjectionRate");
    assertThat(page.select(".notes li").eachText()).containsExactlyElementsOf(report.warnings());
  }

  @Test
  void everyFigureHasItsRow() {
    assertThat(page.select(".measured tbody th").eachText())
        .contains("accuracy", "AUROC", "calibration error", "flips when reworded", "refusals");
    assertThat(page.select(".measured .chip.bad")).isNotEmpty();
    assertThat(page.select(".interval circle")).isNotEmpty();
    assertThat(page.select(".confusion td.right")).hasSize(2);
  }

  @Test
  void everyChartIsDescribed() {
    assertThat(page.select("svg[role=img]")).hasSize(3);
    for (Element svg : page.select("svg[role=img]")) {
      assertThat(svg.attr("aria-label")).hasSizeGreaterThan(20).doesNotContain("NaN");
      assertThat(svg.outerHtml()).doesNotContain("NaN");
    }
    for (Element table : page.select("table")) {
      assertThat(table.select("caption")).hasSize(1);
      assertThat(table.select("thead th:not([scope])")).isEmpty();
    }
  }

  @Test
  void markupInAnswersStaysText() {
    assertThat(page.select("script, img, [onerror], [onmouseover]")).isEmpty();
    assertThat(page.select("article .answer").eachText()).anyMatch(text -> text.contains("<img"));
    assertThat(page.select("style")).hasSize(1);
  }

  @Test
  void attacksThatWorkedAreShown() {
    assertThat(page.select("section[aria-labelledby=attacks] td.wrong")).isNotEmpty();
    assertThat(page.select("section[aria-labelledby=attacks] article h3").eachText())
        .contains("fake JSON verdict");
  }

  @Test
  void nothingIsFetched() {
    assertThat(page.select("link, [src], [href]")).isEmpty();
    assertThat(page.select("meta[http-equiv]").attr("content")).startsWith("default-src 'none'");
  }

  @Test
  void aJudgeWithoutAnyScoreHasAPage() {
    Document empty = Jsoup.parse(ProofPage.of("silent", Proofs.silent()));

    assertThat(empty.select(".sentence").text()).contains("it gave no scores");
    assertThat(empty.select("svg[role=img]")).isEmpty();
  }
}
