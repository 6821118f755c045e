package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judged answers, JSON lines, so that a stage that is interrupted generates none of them again: an
 * answer depends on its prompt and its seed, never on what was in the batch.
 */
final class AnswerStore {
  private final Path file;
  private final Map<String, AnswerGroup> byPrompt = new LinkedHashMap<>();

  /** First line: what the answers are of. */
  private record Head(String inputs) {}

  private AnswerStore(Path file, List<AnswerGroup> kept) {
    this.file = file;
    kept.forEach(group -> byPrompt.put(group.id(), group));
  }

  /**
   * Opens the store; answers to other inputs are dropped.
   *
   * @param inputs hash of everything that decides answers and scores
   */
  static AnswerStore open(Path file, String inputs) {
    List<AnswerGroup> kept = Files.exists(file) ? kept(file, inputs) : List.of();
    List<Object> lines = new ArrayList<>(List.of(new Head(inputs)));
    lines.addAll(kept);
    // Written anew, as the last line may have been cut off.
    AtomicFile.write(file, JsonLines.text(lines));
    return new AnswerStore(file, kept);
  }

  Optional<AnswerGroup> find(String promptId) {
    return Optional.ofNullable(byPrompt.get(promptId));
  }

  void add(List<AnswerGroup> groups) {
    try {
      Files.writeString(file, JsonLines.text(groups), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be written: " + e + "; check the workspace's volume", e);
    }
    groups.forEach(group -> byPrompt.put(group.id(), group));
  }

  private static List<AnswerGroup> kept(Path file, String inputs) {
    List<JsonLines.Line> lines = JsonLines.log(file);
    boolean same = !lines.isEmpty() && lines.get(0).object().path("inputs").asText().equals(inputs);
    return same
        ? lines.subList(1, lines.size()).stream().map(line -> line.as(AnswerGroup.class)).toList()
        : List.of();
  }
}
