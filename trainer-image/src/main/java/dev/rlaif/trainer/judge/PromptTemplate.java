package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.chat.ChatMessage;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The question to a judge about one answer. */
final class PromptTemplate {
  /** Changes whenever the same document would make another prompt, so that no old score is used. */
  static final int VERSION = 2;

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(question|answer|scaleMin|scaleMax)}");

  private final JudgePrompt prompt;
  private final Scale scale;

  PromptTemplate(JudgePrompt prompt, Scale scale) {
    this.prompt = prompt;
    this.scale = scale;
  }

  List<ChatMessage> messages(Answer answer) {
    String system = prompt.system();
    String user = fill(prompt.template(), answer);
    if (system == null || system.isBlank()) {
      return List.of(ChatMessage.user(prompt.marks() ? AnswerMarks.NOTICE + "\n\n" + user : user));
    }
    String rules = fill(system, answer);
    return List.of(
        ChatMessage.system(
            prompt.marks() ? rules.stripTrailing() + "\n\n" + AnswerMarks.NOTICE : rules),
        ChatMessage.user(user));
  }

  /** One pass, so that braces inside an answer are never filled in. */
  private String fill(String text, Answer answer) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), answer)));
  }

  private String value(String placeholder, Answer answer) {
    return switch (placeholder) {
      case "question" ->
          prompt.marks() ? AnswerMarks.harmless(answer.question()) : answer.question();
      case "answer" -> prompt.marks() ? AnswerMarks.around(answer) : answer.text();
      case "scaleMin" -> BigDecimal.valueOf(scale.min()).toPlainString();
      case "scaleMax" -> BigDecimal.valueOf(scale.max()).toPlainString();
      default -> throw new IllegalStateException(placeholder);
    };
  }
}
