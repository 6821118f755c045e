package dev.rlaif.trainer.pair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.JsonLines.Line;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pairs that a person gives, JSON lines with prompt, chosen and rejected as TRL and the data sets
 * of Hugging Face have them: texts, messages, or whole conversations of which the prompt is the
 * common beginning. Every complaint names file, line and field.
 */
final class GivenPairs {
  private static final String ASSISTANT = "assistant";

  private GivenPairs() {}

  /**
   * One line.
   *
   * @param place file and line
   * @param ids absent: the texts are encoded
   */
  record Given(
      String place,
      List<ChatMessage> prompt,
      String chosen,
      String rejected,
      @Nullable Double scoreChosen,
      @Nullable Double scoreRejected,
      Optional<GivenIds> ids) {}

  /**
   * Pairs of a file, in its order.
   *
   * @param name for complaints
   * @throws StageFailure if a line is no pair, or the file has none
   */
  static List<Given> read(String name, String text) {
    List<Given> pairs = JsonLines.read(name, text).stream().map(GivenPairs::pair).toList();
    if (pairs.isEmpty()) {
      throw StageFailure.wrong(
          name
              + " is empty: give one pair a line, {\"prompt\": \"…\", \"chosen\": \"…\","
              + " \"rejected\": \"…\"}");
    }
    return pairs;
  }

  private static Given pair(Line line) {
    List<ChatMessage> chosen = messages(line, "chosen", ASSISTANT);
    List<ChatMessage> rejected = messages(line, "rejected", ASSISTANT);
    List<ChatMessage> prompt =
        line.object().has("prompt")
            ? messages(line, "prompt", "user")
            : commonBeginning(line, chosen, rejected);
    String better = answer(line, "chosen", prompt, chosen);
    String worse = answer(line, "rejected", prompt, rejected);
    if (better.equals(worse)) {
      throw StageFailure.wrong(
          line.place()
              + ": fields \"chosen\" and \"rejected\" hold the same answer, which says nothing:"
              + " remove the line");
    }
    Double scoreChosen = score(line, "score_chosen");
    Double scoreRejected = score(line, "score_rejected");
    if ((scoreChosen == null) != (scoreRejected == null)) {
      throw wrong(
          line,
          scoreChosen == null ? "score_chosen" : "score_rejected",
          "is missing; give both scores, or none");
    }
    return new Given(
        line.place(), prompt, better, worse, scoreChosen, scoreRejected, GivenIds.of(line));
  }

  private static List<ChatMessage> messages(Line line, String field, String roleOfText) {
    JsonNode value = line.object().path(field);
    if (!value.isArray()) {
      return List.of(new ChatMessage(roleOfText, line.text(field)));
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String at = field + "[" + i + "].";
      messages.add(
          new ChatMessage(
              text(line, at + "role", value.get(i).path("role")),
              text(line, at + "content", value.get(i).path("content"))));
    }
    if (messages.isEmpty()) {
      throw wrong(line, field, "is an empty list; give a text or messages");
    }
    return messages;
  }

  private static String text(Line line, String field, JsonNode value) {
    if (!value.isTextual() || value.asText().isBlank()) {
      throw wrong(
          line,
          field,
          (value.isMissingNode() ? "is missing" : "is " + value)
              + "; give a text that is not empty");
    }
    return value.asText();
  }

  private static List<ChatMessage> commonBeginning(
      Line line, List<ChatMessage> chosen, List<ChatMessage> rejected) {
    int shorter = Math.min(chosen.size(), rejected.size());
    int common = 0;
    while (common < shorter - 1 && chosen.get(common).equals(rejected.get(common))) {
      common++;
    }
    if (common == 0) {
      throw wrong(
          line,
          "prompt",
          "is missing, and chosen and rejected are no conversations that begin alike; give the"
              + " question as a text or as messages");
    }
    return chosen.subList(0, common);
  }

  /** What follows the prompt: the answer alone, or the conversation up to and with it. */
  private static String answer(
      Line line, String field, List<ChatMessage> prompt, List<ChatMessage> messages) {
    boolean whole =
        messages.size() > prompt.size() && messages.subList(0, prompt.size()).equals(prompt);
    List<ChatMessage> rest = whole ? messages.subList(prompt.size(), messages.size()) : messages;
    if (rest.size() != 1 || !rest.get(0).role().equals(ASSISTANT)) {
      throw wrong(
          line,
          field,
          "must be one answer of the assistant, or the prompt and then that answer; after the"
              + " prompt it has "
              + rest.stream().map(ChatMessage::role).toList());
    }
    return rest.get(0).content();
  }

  private static @Nullable Double score(Line line, String field) {
    JsonNode value = line.object().path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw wrong(line, field, "is " + value + "; give a number, or leave both scores out");
    }
    return value.doubleValue();
  }

  static StageFailure wrong(Line line, String field, String what) {
    return StageFailure.wrong(line.place() + ": field \"" + field + "\" " + what);
  }
}
