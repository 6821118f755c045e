package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Files of questions: those that a person gives, and those of a workspace. */
public final class PromptFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PromptFiles() {}

  /**
   * Questions of a file, at least two: JSON lines, or plain text with one question a line.
   *
   * @param name for complaints; its ending tells JSON lines, as does a first brace
   * @param field of a JSON line that holds the question
   */
  public static List<String> questions(String name, String text, String field) {
    List<String> questions = isJson(name, text) ? json(name, text, field) : plain(text);
    if (questions.isEmpty()) {
      throw StageFailure.wrong(
          name + " is empty: give one question a line, as text or as {\"" + field + "\": \"…\"}");
    }
    if (questions.size() == 1) {
      throw StageFailure.wrong(
          name + ":1: the only question of this file; a run needs many, one on each line");
    }
    return questions;
  }

  private static boolean isJson(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches(".*\\.(jsonl|json|ndjson)") || text.stripLeading().startsWith("{");
  }

  private static List<String> json(String name, String text, String field) {
    return JsonLines.read(name, text).stream().map(line -> line.text(field).strip()).toList();
  }

  private static List<String> plain(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** Prompts of a workspace, in the order of the file. */
  public static List<Prompt> read(Path file) {
    try {
      return JsonLines.read(file.toString(), Files.readString(file)).stream()
          .map(line -> new Prompt(line.text("id"), line.text("question")))
          .toList();
    } catch (NoSuchFileException e) {
      throw StageFailure.wrong(file + " does not exist: run the prompts stage first");
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read", e);
    }
  }

  static void write(Path file, List<Prompt> prompts) {
    AtomicFile.write(file, text(prompts));
  }

  static String text(List<Prompt> prompts) {
    return prompts.stream().map(PromptFiles::line).collect(Collectors.joining());
  }

  private static String line(Prompt prompt) {
    ObjectNode line = JSON.createObjectNode();
    return line.put("id", prompt.id()).put("question", prompt.question()) + "\n";
  }
}
