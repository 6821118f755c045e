package dev.rlaif.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.browser.Chromium;
import dev.rlaif.trainer.browser.Tab;
import dev.rlaif.trainer.proof.Proofs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a proof in a real browser; the pictures stay in {@code target/screenshots}. */
class ProofPageIT {
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path folder = Path.of("/nowhere");

  private String page(String more) throws IOException {
    String html = ProofPage.of("vegetarian-judge", Proofs.eventful(60, more));
    return Files.writeString(folder.resolve("proof.html"), html).toUri().toString();
  }

  @ParameterizedTest
  @CsvSource({"proof-light, 1280, false", "proof-dark, 1280, true", "proof-phone, 500, false"})
  void isShownWithoutAComplaint(String name, int width, boolean dark) throws Exception {
    try (Chromium browser = Chromium.start();
        Tab tab = browser.tab(width, 900)) {
      tab.scheme(dark);
      tab.open(page(""));

      BufferedImage picture =
          ImageIO.read(tab.screenshot(PICTURES.resolve(name + ".png")).toFile());
      assertThat(picture.getWidth()).isEqualTo(width);
      assertThat(brightness(picture.getRGB(2, 2)) < 128).isEqualTo(dark);
      assertThat(colours(picture)).isGreaterThan(50);
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @Test
  void scriptsOfAnswersDoNotRun() throws Exception {
    try (Chromium browser = Chromium.start();
        Tab tab = browser.tab(1280, 900)) {
      tab.open(page(" <script>console.error('ran')</script><img src=x onerror=console.error(1)>"));
      assertThat(tab.complaints()).isEmpty();
      assertThat(tab.evaluate("document.querySelectorAll('script, img').length").asInt()).isZero();
    }
  }

  private static int brightness(int rgb) {
    return ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
  }

  private static long colours(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    return Arrays.stream(picture.getRGB(0, 0, width, height, null, 0, width)).distinct().count();
  }
}
