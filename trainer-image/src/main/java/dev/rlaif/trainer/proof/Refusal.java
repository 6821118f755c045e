package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import java.util.regex.Pattern;

/**
 * Texts by which a model declines in words. To a judge's server they are replies like any other,
 * and to a parser they are unreadable; but a judge that declines needs other help than one that
 * chats.
 */
public final class Refusal {
  private static final Pattern OPENING =
      Pattern.compile(
          "^\\W*(?:(?:i'?m|i am|we'?re|we are) (?:(?:very|so|really) )?(?:sorry|afraid|unable|not"
              + " able)|sorry\\b|my apologies|i apologi[sz]e|i (?:can ?not|can't|won't|will not|must"
              + " decline|decline|refuse|don't feel comfortable)|as an? (?:ai|language"
              + " model)|unfortunately,? (?:i|as)|es tut mir leid|ich kann (?:das|dies|diese|dir|"
              + "ihnen)? ?(?:leider )?nicht|lo siento|no puedo|je suis d[ée]sol|je ne peux|mi"
              + " dispiace)|^\\P{L}*(?:抱歉|对不起|很抱歉|我无法|我不能|申し訳)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private Refusal() {}

  /** Whether a text begins as one that declines. */
  public static boolean isIn(String text) {
    return OPENING.matcher(text.strip().replace('\u2019', '\'')).find();
  }

  /** What became of a call, with refusals in words counted as refusals. */
  static JudgementStatus status(Judgement judgement) {
    return judgement.status() == JudgementStatus.PARSE_ERROR && isIn(judgement.raw())
        ? JudgementStatus.REFUSED
        : judgement.status();
  }
}
