package dev.rlaif.trainer.evaluate;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scored answers of an evaluation that is under way, JSON lines, so that one that is
 * interrupted generates none of them again: an answer depends on its prompt, its seed and the
 * weights only, never on what was in the batch. May be added to by any thread.
 */
public final class AnswerLog {
  private final Optional<Path> file;
  private final Map<Key, KeptAnswer> found;

  private record Key(String model, String pass, String prompt) {}

  /** First line: what the answers are of. */
  private record Head(String inputs) {}

  private AnswerLog(Optional<Path> file, Map<Key, KeptAnswer> found) {
    this.file = file;
    this.found = found;
  }

  /** Keeps nothing. */
  public static AnswerLog none() {
    return new AnswerLog(Optional.empty(), Map.of());
  }

  /**
   * Opens the log; answers to other inputs are dropped.
   *
   * @param inputs hash of everything that decides answers and scores
   */
  public static AnswerLog open(Path file, String inputs) {
    Map<Key, KeptAnswer> found = new HashMap<>();
    List<Object> lines = new ArrayList<>(List.of(new Head(inputs)));
    for (KeptAnswer answer : answers(file, inputs)) {
      found.put(new Key(answer.model(), answer.pass(), answer.prompt()), answer);
      lines.add(answer);
    }
    // Written anew, as the last line may have been cut off.
    AtomicFile.write(file, JsonLines.text(lines));
    return new AnswerLog(Optional.of(file), Map.copyOf(found));
  }

  /** An answer that an earlier process had. */
  Optional<KeptAnswer> find(String model, String pass, String prompt) {
    return Optional.ofNullable(found.get(new Key(model, pass, prompt)));
  }

  /** Keeps an answer; one without a score is left out, so that the judge is asked again. */
  synchronized void add(KeptAnswer answer) {
    if (file.isEmpty() || answer.p() == null) {
      return;
    }
    try {
      Files.writeString(file.get(), JsonLines.text(List.of(answer)), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StageFailure.environment(
          file.get() + " cannot be written: " + e + "; check the workspace's volume", e);
    }
  }

  /** Forgets the answers: the evaluation is complete, and its samples hold them. */
  public void delete() {
    try {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException e) {
      throw StageFailure.environment(file.get() + " cannot be deleted: " + e, e);
    }
  }

  private static List<KeptAnswer> answers(Path file, String inputs) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<JsonLines.Line> lines = JsonLines.log(file);
    boolean same = !lines.isEmpty() && lines.get(0).object().path("inputs").asText().equals(inputs);
    return same
        ? lines.subList(1, lines.size()).stream().map(line -> line.as(KeptAnswer.class)).toList()
        : List.of();
  }
}
