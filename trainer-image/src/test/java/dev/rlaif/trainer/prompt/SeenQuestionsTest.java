package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenQuestionsTest {

  /** Against every pair by itself: the index may miss none and invent none. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsExactlyWhatComparingAllPairsFinds(long seed) {
    var seen = new SeenQuestions();
    List<Set<String>> kept = new ArrayList<>();
    int near = 0;
    for (String text : RandomQuestions.of(1500, seed)) {
      var question = NormalisedQuestion.of(text);
      Set<String> grams = question.grams();
      boolean isNear = kept.stream().anyMatch(other -> jaccard(grams, other) >= 0.7);
      SeenQuestions.Novelty novelty = seen.offer(question);
      assertThat(novelty != SeenQuestions.Novelty.NEW).as(text).isEqualTo(isNear);
      near += novelty == SeenQuestions.Novelty.NEAR_DUPLICATE ? 1 : 0;
      if (!isNear) {
        kept.add(grams);
      }
    }
    assertThat(near).isGreaterThan(50);
  }

  private static double jaccard(Set<String> a, Set<String> b) {
    long common = a.stream().filter(b::contains).count();
    return (double) common / (a.size() + b.size() - common);
  }

  /** Questions of which about a third are another one with a word changed or added. */
  static final class RandomQuestions {
    private static final String[] WORDS =
        ("what can i cook for dinner with rice and beans that is quick cheap warm fresh light"
                + " sweet tonight lunch two people party soup salad bread pasta curry without meat")
            .split(" ");

    private RandomQuestions() {}

    static List<String> of(int count, long seed) {
      var random = new Random(seed);
      List<String> questions = new ArrayList<>();
      while (questions.size() < count) {
        List<String> words = new ArrayList<>();
        if (random.nextInt(3) == 0 && !questions.isEmpty()) {
          words.addAll(List.of(questions.get(random.nextInt(questions.size())).split(" ")));
          words.set(random.nextInt(words.size()), word(random));
        } else {
          int length = 6 + random.nextInt(20);
          for (int i = 0; i < length; i++) {
            words.add(word(random));
          }
        }
        questions.add(String.join(" ", words));
      }
      return questions;
    }

    private static String word(Random random) {
      return WORDS[random.nextInt(WORDS.length)];
    }
  }
}
