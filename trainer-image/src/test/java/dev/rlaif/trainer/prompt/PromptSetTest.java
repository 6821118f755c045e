package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Split;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSetTest {

  private static PromptPool pool(String name, List<String> questions) {
    return new PromptPool(name, "", OptionalDouble.empty(), Optional.empty(), pooled(questions));
  }

  private static PromptPool pool(String name, double weight, List<String> questions) {
    return new PromptPool(name, "", OptionalDouble.of(weight), Optional.empty(), pooled(questions));
  }

  private static PromptPool pool(String name, Split split, List<String> questions) {
    return new PromptPool(name, "", OptionalDouble.empty(), Optional.of(split), pooled(questions));
  }

  private static List<PooledQuestion> pooled(List<String> questions) {
    return questions.stream().map(PooledQuestion::read).toList();
  }

  private static List<String> numbered(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> "What is " + word + " number " + i).toList();
  }

  private static List<String> texts(List<Prompt> prompts) {
    return prompts.stream().map(Prompt::question).toList();
  }

  @Test
  void sameQuestionsDifferInNothingButCaseSpaceAndPunctuation() {
    var set =
        PromptSet.of(
            List.of(pool("a", List.of("Soup, please!", " soup  PLEASE", "Soup-please?", "Bread"))),
            1,
            0);

    assertThat(set.train()).hasSize(1);
    assertThat(set.sources().get(0))
        .isEqualTo(new PromptManifest.Source("a", "", 4, 2, 0, 0, 1, 1, 0));
  }

  @Test
  void dropsWhatIsNearlyTheSame() {
    var seen = new SeenQuestions();
    String question = "give me an idea for a quick dinner with rice and beans for";

    assertThat(seen.offer(NormalisedQuestion.of(question + " two")))
        .isEqualTo(SeenQuestions.Novelty.NEW);
    assertThat(seen.offer(NormalisedQuestion.of(question + " three")))
        .isEqualTo(SeenQuestions.Novelty.NEAR_DUPLICATE);
    assertThat(seen.offer(NormalisedQuestion.of(question.replace("rice", "corn") + " two")))
        .isEqualTo(SeenQuestions.Novelty.NEW);
    assertThat(seen.offer(NormalisedQuestion.of("Dinner with rice")))
        .isEqualTo(SeenQuestions.Novelty.NEW);
    assertThat(seen.offer(NormalisedQuestion.of("Dinner with corn")))
        .isEqualTo(SeenQuestions.Novelty.NEW);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void nothingLeaksFromTrainingIntoEvaluation(long seed) {
    var random = new Random(seed);
    String[] words = {"soup", "rice", "with", "and", "quick", "for", "two", "please", "a", "hot"};
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      questions.add(
          IntStream.range(0, 3 + random.nextInt(9))
              .mapToObj(k -> words[random.nextInt(words.length)])
              .collect(Collectors.joining(random.nextBoolean() ? " " : ", ")));
      questions.add(questions.get(random.nextInt(questions.size())) + " now");
    }

    var set = PromptSet.of(List.of(pool("a", questions)), 50, seed);

    assertThat(set.heldOut()).hasSize(50);
    List<Set<String>> train =
        set.train().stream().map(p -> NormalisedQuestion.of(p.question()).grams()).toList();
    assertThat(LeakCheck.of(set.train(), set.heldOut()))
        .isEqualTo(new LeakCheck(0, 0, 0, List.of()));
    for (Prompt held : set.heldOut()) {
      Set<String> grams = NormalisedQuestion.of(held.question()).grams();
      assertThat(train).allMatch(other -> jaccard(grams, other) < SeenQuestions.NEAR);
    }
  }

  private static double jaccard(Set<String> a, Set<String> b) {
    long common = a.stream().filter(b::contains).count();
    return (double) common / (a.size() + b.size() - common);
  }

  @Test
  void newQuestionsHardlyChangeWhatIsHeldOut() {
    var before = PromptSet.of(List.of(pool("a", numbered("soup", 1000))), 100, 7);
    var more = List.of(pool("a", numbered("soup", 1000)), pool("b", numbered("bread", 50)));
    var after = PromptSet.of(more, 100, 7);

    assertThat(texts(after.heldOut()))
        .filteredOn(question -> texts(before.heldOut()).contains(question))
        .hasSizeGreaterThan(85);
    assertThat(PromptSet.of(more, 100, 7)).isEqualTo(after);
    assertThat(PromptSet.of(more, 100, 8)).isNotEqualTo(after);
  }

  @Test
  void aHeldOutFileIsTheOnlySourceOfHeldOutPromptsAndIsNeverTrainedOn() {
    List<String> held = numbered("soup", 20);
    List<String> train = new ArrayList<>(numbered("bread", 30));
    train.add(held.get(3).toUpperCase(java.util.Locale.ROOT) + "?");

    var set = PromptSet.of(List.of(pool("t", train), pool("h", Split.HELD_OUT, held)), 15, 0);

    assertThat(set.heldOut()).hasSize(15);
    assertThat(held).containsAll(texts(set.heldOut()));
    assertThat(texts(set.train())).containsExactlyInAnyOrderElementsOf(numbered("bread", 30));
    assertThat(set.sources())
        .containsExactly(
            new PromptManifest.Source("t", "", 31, 0, 0, 1, 30, 0, 0),
            new PromptManifest.Source("h", "", 20, 0, 0, 0, 0, 15, 5));
  }

  @Test
  void aTrainingFileSuppliesNothingToEvaluateOn() {
    var pools =
        List.of(pool("t", Split.TRAIN, numbered("bread", 50)), pool("b", numbered("soup", 20)));

    assertThat(PromptSet.of(pools, 15, 0).heldOut())
        .allMatch(prompt -> prompt.question().contains("soup"));
    assertThatThrownBy(() -> PromptSet.of(pools, 21, 0))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("only 20 different questions");
  }

  @Test
  void blendsByWeightWithoutRepeating() {
    var pools =
        List.of(
            pool("real", 0.2, numbered("bread", 100)),
            pool("generated", 0.8, numbered("soup", 1000)));

    var set = PromptSet.of(pools, 100, 3);

    long real = set.train().stream().filter(p -> p.question().contains("bread")).count();
    assertThat(real / (double) set.train().size())
        .isCloseTo(0.2, org.assertj.core.api.Assertions.within(0.002));
    assertThat(set.train()).doesNotHaveDuplicates().hasSizeGreaterThan(400);
    assertThat(set.sources().get(1).unused()).isGreaterThan(400);
  }

  @Test
  void countsTopicsOfWhatWasGenerated() {
    List<PooledQuestion> questions = new ArrayList<>();
    numbered("soup", 30).forEach(text -> questions.add(PooledQuestion.about("Soups", text)));
    numbered("bread", 20).forEach(text -> questions.add(PooledQuestion.about("Breads", text)));
    var generated =
        new PromptPool(
            "generated", "", OptionalDouble.empty(), Optional.empty(), List.copyOf(questions));

    var set = PromptSet.of(List.of(generated, pool("read", numbered("rice", 9))), 10, 1);

    int soups = set.heldOutTopics().getOrDefault("Soups", 0);
    assertThat(set.trainTopics()).containsEntry("Soups", 30 - soups).hasSize(2);
    assertThat(set.trainTopics().values().stream().mapToInt(n -> n).sum())
        .isEqualTo(set.sources().get(0).train());
  }

  @Test
  void saysWhichWeightedFileHasNothingToGive() {
    var pools =
        List.of(
            pool("h", Split.HELD_OUT, numbered("soup", 12)),
            pool("real", 0.2, numbered("soup", 12)),
            pool("generated", 0.8, numbered("bread", 20)));

    assertThatThrownBy(() -> PromptSet.of(pools, 10, 0))
        .hasMessageContaining("none of real, which has a weight");
  }

  @Test
  void refusesToTrainOnNothing() {
    var pools = List.of(pool("a", numbered("soup", 10)));

    assertThatThrownBy(() -> PromptSet.of(pools, 10, 0))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no question is left to train on, of 10");
  }
}
