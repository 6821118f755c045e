package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.chat.ChatMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The question to a judge about one answer. */
final class PromptTemplate {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(question|answer|scaleMin|scaleMax)}");

  private final JudgePrompt prompt;
  private final Scale scale;

  PromptTemplate(JudgePrompt prompt, Scale scale) {
    this.prompt = prompt;
    this.scale = scale;
  }

  List<ChatMessage> messages(Answer answer) {
    List<ChatMessage> messages = new ArrayList<>();
    String system = prompt.system();
    if (system != null && !system.isBlank()) {
      messages.add(ChatMessage.system(fill(system, answer)));
    }
    messages.add(ChatMessage.user(fill(prompt.template(), answer)));
    return messages;
  }

  /** One pass, so that braces inside an answer are never filled in. */
  private String fill(String text, Answer answer) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), answer)));
  }

  private String value(String placeholder, Answer answer) {
    return switch (placeholder) {
      case "question" -> answer.question();
      case "answer" -> answer.text();
      case "scaleMin" -> BigDecimal.valueOf(scale.min()).toPlainString();
      case "scaleMax" -> BigDecimal.valueOf(scale.max()).toPlainString();
      default -> throw new IllegalStateException(placeholder);
    };
  }
}
