package dev.rlaif.trainer.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairSelectionTest {

  static AnswerGroup group(String id, @Nullable Double... scores) {
    List<AnswerGroup.Judged> answers = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      answers.add(
          new AnswerGroup.Judged(
              "answer " + i,
              new int[] {7, i},
              FinishReason.STOP,
              scores[i] == null ? JudgementStatus.TIMEOUT : JudgementStatus.OK,
              scores[i],
              "raw"));
    }
    return new AnswerGroup(id, "question " + id, new int[] {1, 2, 3}, answers);
  }

  private static PairSelection selection(double minMargin) {
    return new PairSelection(minMargin, new PairLimits(3, 2), "held"::equals);
  }

  private static Candidate given(
      String id, int chosenLength, int rejectedLength, @Nullable Double chosen) {
    return new Candidate(
        id,
        List.of(ChatMessage.user(id)),
        new int[] {1, 2, 3},
        new Candidate.Side("a", new int[chosenLength], chosen),
        new Candidate.Side("b", new int[rejectedLength], chosen == null ? null : 0.5));
  }

  @Test
  void bestStandsAgainstWorstAndAMissingScoreTakesNoPart() {
    var selection = selection(0.2);
    selection.offer(group("p", 0.5, null, 0.9, 0.1, null, 0.4));
    assertThat(selection.kept())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.chosen().text()).isEqualTo("answer 2");
              assertThat(pair.rejected().text()).isEqualTo("answer 3");
              assertThat(pair.chosen().ids()).containsExactly(7, 2);
              assertThat(pair.margin()).isEqualTo(0.8);
              assertThat(pair.prompt()).containsExactly(ChatMessage.user("question p"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0.99, 0.79, 0.2, true", // a little less than 0.2 in binary
    "0.99, 0.8, 0.2, false",
    "0.5, 0.5, 0, false", // a tie says nothing
    "0.5, 0.4999, 0, true",
  })
  void marginDecides(double best, double worst, double minMargin, boolean paired) {
    var selection = selection(minMargin);
    selection.offer(group("p", best, worst));
    assertThat(selection.kept()).hasSize(paired ? 1 : 0);
    assertThat(selection.unpaired().getOrDefault(Unpaired.NO_MARGIN, 0)).isEqualTo(paired ? 0 : 1);
  }

  @Test
  void whyTheOthersAreNoPairsIsCounted() {
    var selection = selection(0.2);
    selection.offer(group("a", 0.9, null));
    selection.offer(group("b"));
    selection.offer(group("c", 0.5, 0.6));
    selection.offer(given("held", 1, 2, null));
    selection.offer(given("same", 2, 2, null));
    selection.offer(given("same after the cut", 3, 4, null));
    selection.offer(given("wrong way round", 1, 2, 0.1));
    selection.offer(given("fine", 1, 2, null));
    selection.offer(given("scored", 1, 9, 0.8));
    assertThat(selection.unpaired())
        .containsEntry(Unpaired.TOO_FEW_SCORES, 2)
        .containsEntry(Unpaired.NO_MARGIN, 2)
        .containsEntry(Unpaired.HELD_OUT, 1)
        .containsEntry(Unpaired.SAME_ANSWER, 2);
    assertThat(selection.offered()).isEqualTo(9);
    assertThat(selection.kept()).extracting(Candidate::id).containsExactly("fine", "scored");
    assertThat(selection.cut()).isEqualTo(1);
    assertThat(selection.kept().get(1).rejected().ids()).hasSize(2);
  }

  @Test
  void aPromptThatIsTooLongGivesNoPair() {
    var selection = new PairSelection(0, new PairLimits(2, 5), id -> false);
    selection.offer(group("p", 0.9, 0.1));
    assertThat(selection.unpaired()).containsEntry(Unpaired.PROMPT_TOO_LONG, 1);
  }

  @Test
  void theReportCountsMarginsAndLengths() {
    var selection = new PairSelection(0, new PairLimits(9, 9), id -> false);
    selection.offer(group("a", 0.3, 0.0));
    selection.offer(group("b", 1.0, 0.0));
    selection.offer(group("c", 0.95, 0.05));
    selection.offer(given("d", 8, 2, null));
    PairManifest manifest = new PairReport(selection).manifest("in", "fp", 6, 0);
    assertThat(manifest.pairs()).isEqualTo(4);
    assertThat(manifest.scored()).isEqualTo(3);
    assertThat(manifest.margins()).containsExactly(0, 0, 0, 1, 0, 0, 0, 0, 0, 2);
    assertThat(manifest.chosen()).isEqualTo(new PairManifest.Lengths(3.5, 2, 8));
    assertThat(manifest.rejected()).isEqualTo(new PairManifest.Lengths(2, 2, 2));
    assertThat(manifest.warnings())
        .singleElement()
        .asString()
        .contains("chosen answers have 3.5 tokens, rejected ones 2.0");
    assertThat(PairsText.of(manifest))
        .contains("4 pairs of 4\n", "mean 0.733", "  0.3 to 0.4      1 ", "warning: chosen");
    assertThat(PairsText.summary(manifest)).startsWith("4 pairs of 4, mean margin 0.73; chosen");
  }

  @Test
  void fewPairsOfManyPromptsAreWarnedOf() {
    var selection = selection(0.2);
    selection.offer(group("a", 0.9, 0.1));
    for (int i = 0; i < 4; i++) {
      selection.offer(group("none " + i, 0.5, 0.5));
    }
    PairManifest manifest = new PairReport(selection).manifest("in", "fp", 10, 0);
    assertThat(manifest.warnings())
        .containsExactly("only 1 of 5 gave a pair: the model sees few of the prompts");
    assertThat(PairsText.of(manifest)).startsWith("1 pairs of 5; not paired: 4 no margin\n");
  }
}
