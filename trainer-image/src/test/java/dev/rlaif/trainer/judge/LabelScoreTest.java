package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.api.v1alpha1.Label;
import dev.rlaif.trainer.chat.TokenLogProb;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelScoreTest {
  private static final List<Label> YES_NO = List.of(new Label("yes", 1.0), new Label("no", 0.0));

  @Test
  void expectsTheScoreOverTheLabels() {
    var labels =
        List.of(new Label("1", 1.0), new Label("2", 2.0), new Label("3", 3.0), new Label("4", 4.0));
    var tokens =
        List.of(
            new TokenLogProb("3", -0.7),
            new TokenLogProb("4", -1.2),
            new TokenLogProb("2", -2.5),
            new TokenLogProb("1", -4));

    LabelScore score = LabelScore.of(tokens, labels);

    assertThat(score.mass()).isCloseTo(0.8981801532162446, within(1e-6));
    assertThat(score.expected()).isCloseTo(3.203164069989088, within(1e-6));
  }

  @Test
  void addsUpTheSpellingsOfALabel() {
    var tokens =
        List.of(
            new TokenLogProb("Yes", Math.log(0.4)),
            new TokenLogProb(" yes", Math.log(0.2)),
            new TokenLogProb("\u0120NO", Math.log(0.2)),
            new TokenLogProb("yesterday", Math.log(0.1)));

    LabelScore score = LabelScore.of(tokens, YES_NO);

    assertThat(score.mass()).isCloseTo(0.8, within(1e-9));
    assertThat(score.expected()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void hasNoScoreWithoutAnyLabel() {
    LabelScore score = LabelScore.of(List.of(new TokenLogProb("maybe", 0)), YES_NO);

    assertThat(score.mass()).isZero();
    assertThat(score.expected()).isNaN();
  }
}
