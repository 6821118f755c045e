package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseScoresTest {

  @Test
  void countsMeanDeviationBadAndBins() {
    var scores = BaseScores.of(6, new double[] {0.01, 0.05, 0.45, 0.5, 0.99}, 0.5);

    assertThat(scores.mean()).isCloseTo(0.4, within(1e-12));
    assertThat(scores.deviation()).isCloseTo(0.398497, within(1e-6));
    assertThat(scores.bad()).isEqualTo(3);
    assertThat(scores.histogram()).containsExactly(2, 0, 0, 0, 1, 1, 0, 0, 0, 1);
    assertThat(scores.text())
        .isEqualTo(
            "the judge on 5 answers of the base model: mean 0.40, deviation 0.40, bad (below 0.50)"
                + " 60 %, without a score 1   0 █   ▅▅   ▅ 1");
    assertThat(scores.warning()).isEmpty();
  }

  @Test
  void warnsWhereAllAreGoodOrBadOrAlikeOrMissing() {
    assertThat(BaseScores.of(2, new double[] {0.6, 0.9}, 0.5).warning())
        .hasValueSatisfying(said -> assertThat(said).contains("every answer", "good"));
    assertThat(BaseScores.of(2, new double[] {0.1, 0.4}, 0.5).warning())
        .hasValueSatisfying(said -> assertThat(said).contains("every answer", "bad"));
    assertThat(BaseScores.of(2, new double[] {0.499, 0.501}, 0.5).warning())
        .hasValueSatisfying(said -> assertThat(said).contains("alike"));
    assertThat(BaseScores.of(2, new double[0], 0.5).warning())
        .hasValueSatisfying(said -> assertThat(said).contains("scored no answer"));
  }

  @Test
  void isKept(@TempDir Path folder) {
    Path file = folder.resolve("train/base-scores.json");
    assertThat(BaseScores.read(file)).isEmpty();
    var scores = BaseScores.of(3, new double[] {0.2, 1}, 0.5);
    scores.write(file);
    assertThat(BaseScores.read(file)).contains(scores);
  }
}
