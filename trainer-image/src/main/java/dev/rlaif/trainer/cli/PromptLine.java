package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One line of a prompt file: an object with a question or with messages, or plain text. */
record PromptLine(List<ChatMessage> messages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The prompts of a file; empty lines are left out. */
  static List<PromptLine> readAll(Path file) {
    try {
      List<PromptLine> prompts = new ArrayList<>();
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          prompts.add(parse(lines.get(i).strip(), file + " line " + (i + 1)));
        }
      }
      return prompts;
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static PromptLine parse(String line, String where) {
    if (!line.startsWith("{")) {
      return new PromptLine(List.of(ChatMessage.user(line)));
    }
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, where + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (object.path("question").isTextual()) {
      return new PromptLine(List.of(ChatMessage.user(object.path("question").asText())));
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : object.path("messages")) {
      if (!message.path("role").isTextual() || !message.path("content").isTextual()) {
        throw StageFailure.wrong(where + ": a message needs a role and a content, both text");
      }
      messages.add(
          new ChatMessage(message.path("role").asText(), message.path("content").asText()));
    }
    if (messages.isEmpty()) {
      throw StageFailure.wrong(
          where + ": needs \"question\": text, or \"messages\": a list that is not empty");
    }
    return new PromptLine(messages);
  }
}
