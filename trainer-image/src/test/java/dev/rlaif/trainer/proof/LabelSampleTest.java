package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelSampleTest {

  @Test
  void asksAboutOneAnswerOfEachPairGoodAndBadInTurns() {
    var samples = LabelSample.of(Proofs.pairs(40));

    assertThat(samples).hasSize(40).extracting(s -> s.answer().question()).doesNotHaveDuplicates();
    assertThat(samples.stream().filter(sample -> Boolean.TRUE.equals(sample.good()))).hasSize(20);
    assertThat(samples.subList(0, 10)).extracting(LabelSample::good).contains(true, false);
    assertThat(samples).isEqualTo(LabelSample.of(Proofs.pairs(40)));
  }
}
