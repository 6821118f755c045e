package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicBalanceTest {

  private static PromptManifest.Topic topic(String name, int asked, int train) {
    return new PromptManifest.Topic(name, asked, train, train, 0);
  }

  @Test
  void evennessIsOneForEqualSharesAndZeroForOneTopic() {
    assertThat(TopicBalance.of(List.of(topic("a", 10, 7), topic("b", 10, 7))).evenness())
        .isCloseTo(1, within(1e-12));
    assertThat(TopicBalance.of(List.of(topic("a", 10, 7), topic("b", 10, 0))).evenness()).isZero();
    assertThat(TopicBalance.of(List.of(topic("a", 10, 3), topic("b", 10, 1))).evenness())
        .isCloseTo(0.811278, within(1e-6));
    assertThat(TopicBalance.of(List.of(topic("a", 10, 3)))).returns(1.0, TopicBalance::evenness);
    assertThat(TopicBalance.of(List.of()).evenness()).isEqualTo(1);
  }

  @Test
  void namesTopicsThatLostMoreThanHalfOfTheirShare() {
    var balance =
        TopicBalance.of(List.of(topic("a", 100, 90), topic("b", 100, 85), topic("c", 100, 30)));
    assertThat(balance.shrunk()).extracting(PromptManifest.Topic::name).containsExactly("c");
    assertThat(
            TopicBalance.of(List.of(topic("a", 100, 90), topic("b", 100, 85), topic("c", 100, 45)))
                .shrunk())
        .isEmpty();
  }

  @Test
  void saysNothingOfTopicsThatAreTooFewToTell() {
    assertThat(TopicBalance.of(List.of(topic("a", 100, 90), topic("b", 4, 0))).shrunk()).isEmpty();
  }
}
