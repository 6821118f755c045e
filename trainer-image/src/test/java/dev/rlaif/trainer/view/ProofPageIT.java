package dev.rlaif.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The page of a proof in a real browser; the pictures stay in {@code target/pages}. */
class ProofPageIT {
  @TempDir Path folder = Path.of("/nowhere");

  private Path page(String more) throws IOException {
    String html = ProofPage.of("vegetarian-judge", Proofs.eventful(60, more));
    return Files.writeString(folder.resolve("proof.html"), html);
  }

  @ParameterizedTest
  @CsvSource({
    "proof-light, 1280, 4600, false",
    "proof-dark, 1280, 4600, true",
    "proof-phone, 500, 5400, false"
  })
  void isShownWithoutAComplaint(String name, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    Chromium.Seen seen =
        Chromium.start()
            .show(page(""), Path.of("target", "pages", name + ".png"), width, height, dark);

    assertThat(seen.console()).isEmpty();
    BufferedImage picture = ImageIO.read(seen.screenshot().toFile());
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(brightness(picture.getRGB(2, 2)) < 128).isEqualTo(dark);
    assertThat(colours(picture)).isGreaterThan(50);
  }

  @Test
  void scriptsOfAnswersDoNotRun() throws IOException, InterruptedException {
    Chromium.Seen seen =
        Chromium.start()
            .show(
                page(" <script>console.error('ran')</script><img src=x onerror=console.error(1)>"),
                Path.of("target", "pages", "proof-hostile.png"),
                1280,
                2000,
                false);

    assertThat(seen.console()).isEmpty();
    assertThat(seen.screenshot()).isNotEmptyFile();
  }

  /** The browser would say so if a script was kept from running, or ran. */
  @Test
  void theConsoleIsHeard() throws IOException, InterruptedException {
    Path loud = folder.resolve("loud.html");
    Files.writeString(loud, "<script>console.error('heard')</script>");

    assertThat(
            Chromium.start()
                .show(loud, Path.of("target", "pages", "loud.png"), 500, 500, false)
                .console())
        .anyMatch(line -> line.contains("heard"));
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
