package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
  private final FakeEngine bytes = FakeEngine.saying("");

  @Test
  void charactersOfSeveralTokensComeWhole() {
    List<String> pieces = pieces("a é 🥕!");

    assertThat(pieces).containsExactly("a", " ", "", "é", " ", "", "", "", "🥕", "!");
  }

  @Test
  void aCutCharacterComesAtTheEnd() {
    var text = new IncrementalText(bytes::decode);
    assertThat(text.append(0xC3)).isEmpty();
    assertThat(text.end()).isEqualTo("\uFFFD");
    assertThat(text.end()).isEmpty();
  }

  @Test
  void piecesAreTheWholeText() {
    String words = "Grüße — 你好, 🍅🍆 done".repeat(20);
    assertThat(String.join("", pieces(words))).isEqualTo(words);
  }

  @Test
  void aTokenThatReadsDifferentlyAfterAnotherKeepsItsSpace() {
    // as SentencePiece decodes: the first space of a text is dropped
    var text = new IncrementalText(ids -> bytes.decode(ids).replaceFirst("^ ", ""));
    var said = new StringBuilder();
    for (int id : bytes.encode(" two words")) {
      said.append(text.append(id));
    }
    assertThat(said).hasToString("two words");
  }

  @Test
  void stopStringIsFoundAcrossPieces() {
    var stop = new StopText(List.of("\n\nUser:"));
    assertThat(stop.append("Tofu.\n")).isEqualTo("Tofu.");
    assertThat(stop.append("\nUs")).isEmpty();
    assertThat(stop.append("er: more")).isEmpty();
    assertThat(stop.found()).isTrue();
    assertThat(stop.append("more")).isEmpty();
  }

  @Test
  void aBeginningThatIsNoStopStringIsGivenOutAfterAll() {
    var stop = new StopText(List.of("END", "ENOUGH"));
    assertThat(stop.append("TH")).isEqualTo("TH");
    assertThat(stop.append("EEN")).isEqualTo("E");
    assertThat(stop.append("TER E")).isEqualTo("ENTER ");
    assertThat(stop.end()).isEqualTo("E");
    assertThat(stop.found()).isFalse();
  }

  @Test
  void theFirstStopStringCounts() {
    var stop = new StopText(List.of("late", "early"));
    assertThat(stop.append("so early or late")).isEqualTo("so ");
  }

  private List<String> pieces(String words) {
    var text = new IncrementalText(bytes::decode);
    List<String> pieces = new ArrayList<>();
    for (int id : bytes.encode(words)) {
      pieces.add(text.append(id));
    }
    return pieces;
  }
}
