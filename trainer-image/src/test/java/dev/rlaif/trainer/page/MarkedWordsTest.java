package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedWordsTest {
  @Test
  void forbiddenWordsAreMarkedWholeAndNotInsideExceptions() {
    var words = MadeRun.words(List.of("Beef", "steak", "pot roast"), List.of("vegan steak"));
    String text = "BEEF, a vegan steak, pot-roast & beefsteak";
    assertThat(words.in(text).stream().map(at -> text.substring(at[0], at[1])))
        .containsExactly("BEEF", "pot-roast");
    assertThat(MarkedWords.NONE.in(text)).isEmpty();
  }
}
