package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.browser.Chromium;
import dev.rlaif.trainer.browser.Tab;
import dev.rlaif.trainer.run.WorkspaceLock;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, over workspaces that grow; pictures stay in target/screenshots. */
@TestInstance(Lifecycle.PER_CLASS)
class PageIT {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String ROWS = "document.querySelectorAll('#rows tbody tr').length";

  @TempDir private static Path folder = Path.of("");
  private Optional<Chromium> started = Optional.empty();

  @BeforeAll
  void startBrowser() throws Exception {
    started = Optional.of(Chromium.start());
  }

  @AfterAll
  void stopBrowser() throws Exception {
    if (started.isPresent()) {
      started.get().close();
    }
  }

  private Tab tab() throws InterruptedException {
    return tab(1440);
  }

  private Tab tab(int width) throws InterruptedException {
    return started.orElseThrow().tab(width, 900);
  }

  private static MadeWorkspace run(String name) throws IOException {
    return new MadeWorkspace(folder.resolve(name));
  }

  private static PageServer serve(MadeWorkspace run, MadeWorkspace... compared) {
    return PageServer.start(
        new PageSettings(
            run.workspace(),
            Stream.of(compared).map(MadeWorkspace::workspace).findFirst(),
            List.of(),
            "127.0.0.1",
            0),
        MadeWorkspace.ENVIRONMENT);
  }

  private static void open(Tab tab, PageServer server) throws InterruptedException {
    tab.open("http://127.0.0.1:" + server.port() + "/");
  }

  private static String text(Tab tab, String selector) throws InterruptedException {
    return tab.evaluate("document.querySelector('" + selector + "').innerText").asText();
  }

  private static void type(Tab tab, String id, String text) throws InterruptedException {
    tab.evaluate("document.getElementById('" + id + "').focus()");
    tab.type(text);
  }

  @Test
  void isPaintedWithinASecondOfTenThousandAnswersAndSearchesThem() throws Exception {
    MadeWorkspace run = run("large").begun().proved().trained(40, 250);
    try (PageServer server = serve(run);
        Tab warm = tab();
        Tab tab = tab()) {
      open(warm, server);
      open(tab, server);
      double painted =
          tab.evaluate(
                  "new Promise(done => new PerformanceObserver(list =>"
                      + " done(list.getEntries().at(-1).startTime)).observe({ type: 'paint',"
                      + " buffered: true }))")
              .asDouble();
      assertThat(painted).as("first paint, milliseconds").isBetween(0.1, 1000.0);
      assertThat(tab.evaluate("document.querySelectorAll('.chart path.curve').length").asInt())
          .isGreaterThan(8);

      tab.await("document.getElementById('count').innerText.includes('of 10,000 answers')");
      type(tab, "q", "\"roast beef\"");
      tab.await("document.getElementById('count').innerText.includes('of 1,880 answers')");
      assertThat(tab.evaluate(ROWS).asInt()).isEqualTo(25);
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('#rows mark')].every(m => m.innerText ==="
                          + " 'beef')")
                  .asBoolean())
          .isTrue();
      String first = text(tab, "#rows tbody tr:first-child");
      tab.evaluate("document.getElementById('later').click()");
      tab.await("document.getElementById('count').innerText.startsWith('26 to 50')");
      assertThat(text(tab, "#rows tbody tr:first-child")).isNotEqualTo(first);
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void aStepIsShownWithinTwoSeconds() throws Exception {
    MadeWorkspace run = run("growing").begun().proved();
    try (PageServer server = serve(run);
        Tab tab = tab()) {
      try (WorkspaceLock held = WorkspaceLock.hold(run.workspace())) {
        open(tab, server);
        assertThat(text(tab, "#training")).contains("Training has not begun");
        assertThat(text(tab, "#evaluation")).contains("Not evaluated yet");
        tab.await("document.querySelector('.stage.running')?.innerText.includes('train')");
        for (int step = 1; step <= 3; step++) {
          run.step(step, 8);
          Duration took =
              tab.await(
                  "document.querySelector('#tiles dd')?.textContent === '" + step + " of 40'",
                  Duration.ofSeconds(10));
          assertThat(took).isLessThan(Duration.ofSeconds(2));
        }
        tab.await("document.getElementById('count').innerText.includes('of 24 answers')");
        assertThat(text(tab, ".stage.running")).contains("3 of 40 steps", "left");
        assertThat(tab.evaluate("document.title").asText()).startsWith("3/40 vegetarian-small");
        assertThat(held).isNotNull();
      }
      run.evaluated(0.1);
      tab.await("document.getElementById('verdict').innerText.includes('Rejected')");
      tab.await("document.querySelectorAll('#telling article').length === 6");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void aFolderWithoutARunSaysHowToBeginAndShowsItThen() throws Exception {
    MadeWorkspace run = run("later");
    try (PageServer server = serve(run);
        Tab tab = tab()) {
      open(tab, server);
      assertThat(text(tab, "#now")).contains("No run was begun", "./rlaif run -f FILE");
      assertThat(text(tab, "#judge")).contains("No judge was proved yet");
      tab.await("document.getElementById('count').innerText === 'none'");
      tab.screenshot(PICTURES.resolve("before.png"));
      run.begun();
      tab.await("document.querySelectorAll('.stage').length === 4");
      assertThat(text(tab, "#name")).isEqualTo("vegetarian-small");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1440", "dark, 1440", "light, 400"})
  void looksGoodInEveryLight(String scheme, int width) throws Exception {
    MadeWorkspace run =
        run("shown-" + scheme + width).begun().proved().trained(40, 64).evaluated(0.1);
    try (PageServer server = serve(run);
        Tab tab = tab(width)) {
      tab.scheme(scheme.equals("dark"));
      open(tab, server);
      tab.await(
          "document.querySelectorAll('#telling article').length === 6 && " + ROWS + " === 25");
      assertThat(text(tab, "#base"))
          .contains("64 answers of the base model", "0.44 ± 0.41", "2 without a score");
      assertThat(
              tab.evaluate("document.querySelector('.histogram').getAttribute('aria-label')")
                  .asText())
          .contains("28 from 0.0 to 0.1");
      tab.screenshot(PICTURES.resolve("page-" + scheme + "-" + width + ".png"));
      String colour = tab.evaluate("getComputedStyle(document.body).backgroundColor").asText();
      assertThat(colour)
          .isEqualTo(scheme.equals("dark") ? "rgb(15, 18, 22)" : "rgb(245, 246, 247)");
      assertThat(tab.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .as("nothing is wider than the window")
          .isTrue();
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void alarmsAreSaidInWords() throws Exception {
    MadeWorkspace run = run("alarming").begun().proved().trained(11, 4);
    String line =
        MadeRun.JSON
            .createObjectNode()
            .put("step", 12)
            .put("env/reward_mean", 4.5)
            .put("env/reward_std", 0)
            .put("objective/kl", 75)
            .put("judge/missing_frac", 0.5)
            .toString();
    String before = Files.readString(run.workspace().metrics());
    AtomicFile.write(run.workspace().metrics(), before + line + "\n");
    try (PageServer server = serve(run);
        Tab tab = tab()) {
      open(tab, server);
      assertThat(text(tab, ".alarms"))
          .contains("Critical", "75.0 nats", "since step 12", "the same reward", "50 %");
      tab.screenshot(PICTURES.resolve("alarms.png"));
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void theKeyboardReadsAChartAndReachesEverything() throws Exception {
    MadeWorkspace run = run("keys").begun().proved().trained(40, 4);
    try (PageServer server = serve(run);
        Tab tab = tab()) {
      open(tab, server);
      tab.press("Tab");
      assertThat(tab.evaluate("document.activeElement.className").asText()).isEqualTo("skip");
      tab.evaluate("document.querySelector('.plot').focus()");
      String last = text(tab, ".chart output");
      tab.press("ArrowLeft");
      assertThat(text(tab, ".chart output")).contains("at step 39");
      tab.press("Home");
      assertThat(text(tab, ".chart output")).contains("at step 1").isNotEqualTo(last);
      assertThat(tab.evaluate("document.querySelectorAll('.cross').length").asInt())
          .as("all charts show the same place")
          .isGreaterThan(8);
      tab.evaluate("document.querySelector('.behind summary').click()");
      tab.await("document.querySelectorAll('.behind tbody tr').length === 40");
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('input, select')].every(field =>"
                          + " field.labels.length > 0)")
                  .asBoolean())
          .isTrue();
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('.chart:not([hidden]) svg.plot')].every(svg =>"
                          + " svg.getAttribute('aria-label').includes('step'))")
                  .asBoolean())
          .isTrue();
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void twoRunsStandSideBySide() throws Exception {
    MadeWorkspace run = run("one").begun().proved().trained(40, 4).evaluated(0.1);
    MadeWorkspace other =
        new MadeWorkspace(folder.resolve("two"), "training.steps=40", "lora.rank=8")
            .begun()
            .proved()
            .trained(25, 4);
    try (PageServer server = serve(run, other);
        Tab tab = tab()) {
      open(tab, server);
      assertThat(
              tab.evaluate("document.querySelector('.chart').querySelectorAll('path.curve').length")
                  .asInt())
          .isEqualTo(2);
      assertThat(text(tab, ".legend")).contains("one", "two");
      assertThat(text(tab, "#found")).contains("Rejected", "Not evaluated yet");
      tab.evaluate("document.querySelector('#settings summary').click()");
      assertThat(text(tab, ".differs")).contains("hash");
      tab.screenshot(PICTURES.resolve("compared.png"));
      other.step(26, 4);
      tab.await("document.querySelectorAll('.stages')[1].innerText.includes('26 of 40')");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void aFrozenPageNeedsNoServer() throws Exception {
    MadeWorkspace run = run("frozen").begun().proved().trained(40, 4).evaluated(0.1);
    FrozenPage.write(run.workspace(), MadeWorkspace.ENVIRONMENT);
    try (Tab tab = tab()) {
      tab.open(run.workspace().evaluationPage().toUri().toString());
      assertThat(text(tab, "#verdict")).contains("Rejected");
      assertThat(text(tab, "#link")).isEqualTo("frozen");
      assertThat(tab.evaluate("document.querySelectorAll('#telling article').length").asInt())
          .isEqualTo(6);
      assertThat(text(tab, "#pairs-count")).isEqualTo("1 to 20 of 400 pairs");
      tab.evaluate(
          "(() => { const choice = document.getElementById('by-change'); choice.value = 'fixed';"
              + " choice.dispatchEvent(new Event('input', { bubbles: true })); })()");
      assertThat(text(tab, "#pairs-count")).doesNotContain("400");
      assertThat(text(tab, "#pair-rows tr")).contains("violation", "good");
      assertThat(text(tab, "#stored")).contains("./rlaif view");
      tab.screenshot(PICTURES.resolve("frozen.png"));
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scriptsOfAnswersAreTextOnly(boolean live) throws Exception {
    MadeWorkspace run = run("hostile-" + live).begun().proved().trained(2, 4).evaluated(0.1);
    FrozenPage.write(run.workspace(), MadeWorkspace.ENVIRONMENT);
    try (PageServer server = serve(run);
        Tab tab = tab()) {
      tab.open(
          live
              ? "http://127.0.0.1:" + server.port() + "/"
              : run.workspace().evaluationPage().toUri().toString());
      tab.await("document.querySelectorAll('#pair-rows tr').length === 20");
      if (live) {
        type(tab, "q", "onerror");
        tab.await("document.getElementById('rows').innerText.includes('onerror=')");
        assertThat(
                tab.evaluate("document.querySelectorAll('#rows img, #rows a, #rows script').length")
                    .asInt())
            .isZero();
      }
      type(tab, "by-text", "<script>alert");
      tab.await(
          "document.getElementById('pair-rows').innerText.includes('<script>alert(1)</script>')");
      assertThat(
              tab.evaluate("document.querySelectorAll('main script, main img, main style').length")
                  .asInt())
          .isZero();
      assertThat(tab.evaluate("document.title").asText()).doesNotContain("ran");
      assertThat(tab.complaints())
          .as("a script that was kept from running would be said")
          .isEmpty();
    }
  }

  /** The other tests rely on it: what a page complains of is heard. */
  @Test
  void complaintsAreHeard() throws Exception {
    try (Tab tab = tab()) {
      tab.open("data:text/html,<script>console.error('heard'); nothing.there()</script>");
      assertThat(tab.complaints()).hasSize(2);
      assertThat(List.of(tab.complaints().get(0), tab.complaints().get(1)).toString())
          .contains("heard", "ReferenceError");
    }
  }
}
