package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Answer;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The same question and answer put differently; no judge should mind. */
enum Rewording {
  GREETING("question with a greeting", question("Hi! %s Thanks."::formatted)),
  CARELESS("question in lower case, without its mark", question(Rewording::careless)),
  QUOTED("answer in quotation marks", answer("“%s”"::formatted)),
  COURTEOUS("answer that begins politely", answer("Sure! %s"::formatted)),
  LINES("answer with a line for each sentence", answer(Rewording::lines)),
  TYPOGRAPHY("answer with typographic marks", answer(Rewording::typography)),
  SPACED("answer with empty lines around it", answer("\n\n%s\n\n"::formatted)),
  SWAPPED("answer shown before the question", UnaryOperator.identity());

  private final String title;
  private final UnaryOperator<Answer> change;

  Rewording(String title, UnaryOperator<Answer> change) {
    this.title = title;
    this.change = change;
  }

  String title() {
    return title;
  }

  Answer of(Answer answer) {
    return change.apply(answer);
  }

  /** Whether it puts this answer differently at all. */
  boolean changes(Answer answer) {
    return this == SWAPPED || !of(answer).equals(answer);
  }

  private static UnaryOperator<Answer> question(UnaryOperator<String> change) {
    return answer -> new Answer(change.apply(answer.question()), answer.text(), answer.ended());
  }

  private static UnaryOperator<Answer> answer(UnaryOperator<String> change) {
    return answer -> new Answer(answer.question(), change.apply(answer.text()), answer.ended());
  }

  private static String careless(String question) {
    return question.toLowerCase(Locale.ROOT).replaceFirst("[?.!\\s]+$", "");
  }

  private static String lines(String text) {
    return text.replaceAll("(?<=[.!?]) +(?=\\p{Lu})", "\n");
  }

  private static String typography(String text) {
    return text.replace('\'', '\u2019').replace(" - ", " \u2013 ").replace("...", "\u2026");
  }
}
