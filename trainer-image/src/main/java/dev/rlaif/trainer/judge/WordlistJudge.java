package dev.rlaif.trainer.judge;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.judge.Wording.Span;
import dev.rlaif.trainer.stage.Fingerprint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A judge without a model. It punishes what is forbidden and, so that saying nothing does not pay,
 * also answers that are of no use.
 */
public final class WordlistJudge implements Judge {
  private record Identity(WordlistRules rules, Scale scale) {}

  private record Phrase(String text, Wording wording) {}

  private record Found(String phrase, Span span) {}

  private final WordlistRules rules;
  private final Scale scale;
  private final String hash;
  private final List<Phrase> forbid;
  private final List<Phrase> require;
  private final List<Phrase> except;

  public WordlistJudge(WordlistRules rules, Scale scale) {
    this.rules = rules;
    this.scale = scale;
    this.hash = Fingerprint.ofJson(new Identity(rules, scale));
    this.forbid = phrases(rules.forbid());
    this.require = phrases(rules.require());
    this.except = phrases(rules.except());
  }

  private List<Phrase> phrases(List<String> texts) {
    return texts.stream().map(text -> new Phrase(text, wording(text))).toList();
  }

  @Override
  public String name() {
    return "wordlist";
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer) {
    return CompletableFuture.completedFuture(score(answer));
  }

  /** The judgement at once; it is always a score. */
  public Judgement score(Answer answer) {
    Wording words = wording(answer.text());
    List<Found> forbidden = forbidden(words);
    if (!forbidden.isEmpty()) {
      Span first = Collections.min(forbidden, comparingInt(found -> found.span().end())).span();
      String named = forbidden.stream().map(Found::phrase).distinct().collect(joining(", "));
      return Judgement.ok(scale.min(), "forbidden: " + named)
          .withFaultEnd(words.endIn(answer.text(), first));
    }
    List<String> lacking = lacking(words, answer);
    if (!lacking.isEmpty()) {
      double p = scale.clamp(rules.uselessScore());
      return Judgement.ok(p, "lacking: " + String.join("; ", lacking));
    }
    return Judgement.ok(scale.max(), "good");
  }

  /** Whether the answer names at least one of the required words, or nothing is required. */
  public boolean namesRequired(String text) {
    Wording words = wording(text);
    return require.isEmpty() || require.stream().anyMatch(phrase -> occurs(words, phrase));
  }

  private List<Found> forbidden(Wording words) {
    List<Span> harmless = except.stream().flatMap(phrase -> spans(words, phrase).stream()).toList();
    return forbid.stream()
        .flatMap(
            phrase -> spans(words, phrase).stream().map(span -> new Found(phrase.text(), span)))
        .filter(found -> harmless.stream().noneMatch(found.span()::inside))
        .toList();
  }

  private List<String> lacking(Wording words, Answer answer) {
    List<String> lacking = new ArrayList<>();
    int count = words.count();
    if (count == 0) {
      lacking.add("empty");
    } else if (!spans(wording(answer.question()), new Phrase(answer.text(), words)).isEmpty()) {
      // A question often names a food: saying it again must not pay.
      lacking.add("only repeats the question");
    } else if (!namesRequired(answer.text())) {
      lacking.add("nothing of what is required");
    }
    if (count < rules.minWords()) {
      lacking.add(count + " words, at least " + rules.minWords());
    }
    Integer most = rules.maxWords();
    if (most != null && count > most) {
      lacking.add(count + " words, at most " + most);
    }
    if (rules.mustEnd() && !answer.ended()) {
      lacking.add("cut off before its end");
    }
    return lacking;
  }

  private boolean occurs(Wording words, Phrase phrase) {
    return !spans(words, phrase).isEmpty();
  }

  private List<Span> spans(Wording words, Phrase phrase) {
    return words.occurrences(phrase.wording(), rules.wholeWords());
  }

  private Wording wording(String text) {
    return Wording.of(text, rules.caseSensitive());
  }

  @Override
  public void close() {}
}
