package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordlistJudgeTest {
  private static final Scale SCALE = new Scale(0.01, 0.99);
  private static final double USELESS = 0.25;
  private static final WordlistJudge JUDGE = judge(2, 12, true);

  private static WordlistJudge judge(int minWords, @Nullable Integer maxWords, boolean whole) {
    return new WordlistJudge(
        new WordlistRules(
            List.of("chicken", "ham", "foie gras", "sausage", "pate"),
            List.of("tofu", "lentils", "sausage", "stir fry", "crème brûlée"),
            List.of("vegetarian sausage", "no chicken"),
            minWords,
            maxWords,
            true,
            false,
            whole,
            USELESS),
        SCALE);
  }

  @ParameterizedTest
  @CsvSource({
    "'Fry chicken, then ham.', Fry chicken",
    "'No chicken! Fry the ham', 'No chicken! Fry the ham'",
    "'  *Pâté* of lentils, and ham', '  *Pâté'",
    "'½ a foie-gras', '½ a foie-gras'"
  })
  void pointsAtTheEndOfTheFirstForbiddenWords(String text, String upTo) {
    assertThat(JUDGE.score(new Answer("What to cook?", text, true)).faultEnd())
        .hasValue(upTo.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wordlist: {forbid: [ham]} | ham",
        "parts: [{name: a, format: {}}, {name: b, wordlist: {forbid: [cod]}}] | cod",
        "format: {} | ",
      })
  void wordsOfAJudgeMayBeThoseOfAPart(String spec, @Nullable String forbidden)
      throws JsonProcessingException {
    var judge = new ObjectMapper(new YAMLFactory()).readValue(spec, RewardJudgeSpec.class);
    var sources = new Sources(Path.of("/nowhere"), Path.of("/nowhere"), Map.of());
    assertThat(WordlistRules.of(judge, sources).map(WordlistRules::forbid))
        .isEqualTo(Optional.ofNullable(forbidden).map(List::of));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fried tofu with rice.", "Something nice", ""})
  void pointsAtNothingWhereNothingForbiddenStands(String text) {
    assertThat(JUDGE.score(new Answer("What to cook?", text, true)).faultEnd()).isEmpty();
  }

  private static double p(String text) {
    return JUDGE.score(new Answer("What to cook?", text, true)).p().getAsDouble();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fried tofu with rice.",
        "TOFU, of course!",
        "A hamburger made of lentils.",
        "A vegetarian sausage with bread",
        "Lentils with no chicken in them.",
        "Try a stir-fry with greens.",
        "Creme brulee, then."
      })
  void praisesHarmlessAnswersThatNameAFood(String text) {
    assertThat(p(text)).isEqualTo(0.99);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tofu with Chicken.|chicken",
        "chicken's best friend is tofu|chicken",
        "Tofu and ham-and-cheese|ham",
        "Lentils with foie-gras|foie gras",
        "Tofu pâté|pate",
        "Tofu, no chicken sausage|sausage",
        "Tofu, no chicken, but later some chicken|chicken",
        "A vegetarian sausage beside a pork sausage|sausage",
        "chicken|chicken",
      })
  void punishesWhatIsForbiddenAndSaysWhat(String text, String found) {
    Judgement judgement = JUDGE.score(new Answer("", text, true));

    assertThat(judgement.p()).hasValue(0.01);
    assertThat(judgement.raw()).isEqualTo("forbidden: " + found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|empty; 0 words, at least 2",
        "' ! … '|empty; 0 words, at least 2",
        "The art of cooking is a journey.|nothing of what is required",
        "Tofu.|1 words, at least 2",
        "Tofu a b c d e f g h i j k l|13 words, at most 12",
        "Tofurkey and tofus are not on it|nothing of what is required",
      })
  void doesNotPayForUselessAnswers(String text, String lacking) {
    Judgement judgement = JUDGE.score(new Answer("", text, true));

    assertThat(judgement.p().getAsDouble()).isCloseTo(USELESS, within(1e-9)).isLessThan(0.5);
    assertThat(judgement.raw()).isEqualTo("lacking: " + lacking);
  }

  @Test
  void wantsAnAnswerThatEnded() {
    Judgement judgement = JUDGE.score(new Answer("", "Fried tofu with", false));

    assertThat(judgement.raw()).isEqualTo("lacking: cut off before its end");
  }

  @Test
  void doesNotPayForTheQuestionSaidAgain() {
    String question = "What can I cook with tofu tonight?";

    assertThat(JUDGE.score(new Answer(question, "what can I cook with TOFU", true)).raw())
        .isEqualTo("lacking: only repeats the question");
    assertThat(JUDGE.score(new Answer(question, "Cook tofu with rice.", true)).p()).hasValue(0.99);
  }

  @Test
  void looksInsideWordsWhenAsked() {
    Judgement judgement = judge(0, null, false).score(new Answer("", "hamburger, tofu", true));

    assertThat(judgement.raw()).isEqualTo("forbidden: ham");
  }

  @Test
  void hashFollowsEveryRule() {
    assertThat(JUDGE.hash()).isEqualTo(judge(2, 12, true).hash());
    assertThat(JUDGE.hash()).isNotEqualTo(judge(3, 12, true).hash());
  }

  @Test
  void readsItsWordsFromAConfigMap() {
    var maps = Map.of("words", Map.of("list.yaml", "# meat\nforbid: [no, ham]\nrequire: [tofu]\n"));

    WordlistRules rules = rules(maps);

    assertThat(rules.forbid()).containsExactly("no", "ham");
    assertThat(rules.require()).containsExactly("tofu");
    assertThat(rules.except()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forbidden: [ham]|forbidden",
        "forbid: {a: b}|list.yaml:1",
        "forbid: [|list.yaml:",
        "''|empty",
        "~|empty",
        "except: [ham]|neither forbid nor require",
      })
  void refusesWhatIsNoWordList(String text, String said) {
    assertThatThrownBy(() -> rules(Map.of("words", Map.of("list.yaml", text))))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(said);
  }

  @SuppressWarnings("NullAway") // absent fields of a document arrive as null and take defaults
  private static WordlistRules rules(Map<String, Map<String, String>> configMaps) {
    var ref = new KeyReference("words", "list.yaml");
    var spec = new Wordlist(null, null, null, ref, null, null, null, null, null, null, null);
    return WordlistRules.of(
        spec, new Sources(Path.of("/nowhere"), Path.of("/nowhere"), configMaps));
  }
}
