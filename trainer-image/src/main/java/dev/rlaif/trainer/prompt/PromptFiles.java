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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Files of questions: those that a person gives, and those of a workspace. */
public final class PromptFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Characters of a question; more tokens than any model here takes. */
  private static final int LONGEST = 1 << 18;

  private PromptFiles() {}

  /**
   * Questions of a file, at least two: JSON lines, or plain text with one question a line.
   *
   * @param name for complaints; its ending tells JSON lines, as does a first brace
   * @param field of a JSON line that holds the question
   */
  public static List<String> questions(String name, String text, String field) {
    List<String> questions = isJson(name, text) ? json(name, text, field) : plain(name, text);
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
    return JsonLines.read(name, text).stream()
        .map(line -> checked(line.place(), line.text(field)))
        .toList();
  }

  private static List<String> plain(String name, String text) {
    List<String> questions = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        questions.add(checked(name + ":" + number, line));
      }
    }
    return questions;
  }

  /** Refuses what is no question: a binary file, or one whose lines were joined. */
  private static String checked(String place, String line) {
    OptionalInt control =
        line.chars().filter(c -> Character.isISOControl(c) && !Character.isWhitespace(c)).findAny();
    if (control.isPresent()) {
      throw StageFailure.wrong(
          String.format(
              Locale.ROOT,
              "%s: holds the control character U+%04X: is it a text file?",
              place,
              control.getAsInt()));
    }
    if (line.length() > LONGEST) {
      throw StageFailure.wrong(
          "%s: has %d characters, at most %d are a question: write one question on each line"
              .formatted(place, line.length(), LONGEST));
    }
    return line.strip();
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
