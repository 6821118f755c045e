package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.prompt.SeenQuestions.Novelty;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Prompts that grow by questions that are new, and are none of those that are held out. */
final class NovelPrompts {

  private enum Fate {
    USED,
    MALFORMED,
    REFUSED,
    DUPLICATE,
    NEAR_DUPLICATE,
    LEAK,
    UNUSABLE
  }

  private final List<Prompt> prompts;
  private final SeenQuestions seen = new SeenQuestions();
  private final SeenQuestions heldOut = new SeenQuestions();
  private final Predicate<Prompt> usable;
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);

  /**
   * @param first prompts that are there already
   */
  NovelPrompts(List<Prompt> first, List<Prompt> heldOut, Predicate<Prompt> usable) {
    this.prompts = new ArrayList<>(first);
    this.usable = usable;
    first.forEach(prompt -> seen.offer(NormalisedQuestion.of(prompt.question())));
    heldOut.forEach(prompt -> this.heldOut.offer(NormalisedQuestion.of(prompt.question())));
  }

  List<Prompt> prompts() {
    return prompts;
  }

  void offer(SettledQuestion settled) {
    fates.merge(fate(settled), 1, Integer::sum);
  }

  private Fate fate(SettledQuestion settled) {
    String text = settled.question();
    if (text == null) {
      return settled.malformed() == settled.asked() ? Fate.MALFORMED : Fate.REFUSED;
    }
    var question = NormalisedQuestion.of(text);
    var prompt = new Prompt(question.id(), text);
    if (heldOut.novelty(question) != Novelty.NEW) {
      return Fate.LEAK;
    }
    if (!usable.test(prompt)) {
      return Fate.UNUSABLE;
    }
    return switch (seen.offer(question)) {
      case DUPLICATE -> Fate.DUPLICATE;
      case NEAR_DUPLICATE -> Fate.NEAR_DUPLICATE;
      case NEW -> {
        prompts.add(prompt);
        yield Fate.USED;
      }
    };
  }

  StreamCounts counts() {
    return new StreamCounts(
        fates.values().stream().mapToInt(Integer::intValue).sum(),
        count(Fate.USED),
        count(Fate.MALFORMED),
        count(Fate.REFUSED),
        count(Fate.DUPLICATE),
        count(Fate.NEAR_DUPLICATE),
        count(Fate.LEAK),
        count(Fate.UNUSABLE));
  }

  private int count(Fate fate) {
    return fates.getOrDefault(fate, 0);
  }
}
