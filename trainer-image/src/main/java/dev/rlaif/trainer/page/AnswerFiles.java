package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings the answers of a workspace into the index as they come: a file when it is new, again when
 * it was written anew. One thread only.
 */
final class AnswerFiles {
  /** Time stamps of a folder may stand still for so long while files in it change. */
  private static final long SETTLED_MILLIS = 3000;

  private final Path rollouts;

  /** Files beside the folder of the rollouts, each with what becomes of its lines. */
  private final Map<Path, Lines> others;

  private final AnswerIndex index;
  private final Map<Path, FileStamp> known = new HashMap<>();
  private final Deque<Path> waiting = new ArrayDeque<>();
  private FileStamp folder = FileStamp.NONE;

  /** Answers of a line. */
  private interface Lines {
    /**
     * @param before answers of the lines before it
     */
    List<StoredAnswer> answers(JsonNode line, int before);
  }

  AnswerFiles(Workspace workspace, AnswerIndex index) {
    this.rollouts = workspace.rollouts();
    this.others =
        Map.of(
            workspace.evaluationSamples(),
            (line, before) -> StoredAnswer.ofEvaluation(line, before / 2),
            workspace.pairAnswers(),
            (line, before) -> StoredAnswer.ofSampled(line),
            workspace.preferencePairs(),
            (line, before) -> StoredAnswer.ofPair(line, before / 2));
    this.index = index;
  }

  /** Files that are not in the index yet. */
  int waiting() {
    return waiting.size();
  }

  /** Looks for files that are new, or other than they were; true if there are any, or some left. */
  boolean look() throws IOException {
    boolean changed = false;
    for (Path file : others.keySet()) {
      changed |= note(file);
    }
    FileStamp now = FileStamp.of(rollouts);
    boolean young = System.currentTimeMillis() - now.modified().toMillis() < SETTLED_MILLIS;
    if (!now.equals(folder) || young) {
      folder = now;
      changed |= list();
    }
    return changed;
  }

  /** Takes in the next files for about so long; true if there were any. */
  boolean index(long milliseconds) throws IOException {
    long end = System.nanoTime() + milliseconds * 1_000_000;
    boolean any = false;
    while (!waiting.isEmpty() && System.nanoTime() < end) {
      take(waiting.remove());
      any = true;
    }
    if (any) {
      index.publish();
    }
    return any;
  }

  /** The newest steps come first: they are what people look at. */
  private boolean list() throws IOException {
    Set<Path> there = new HashSet<>();
    boolean changed = false;
    if (Files.isDirectory(rollouts)) {
      try (Stream<Path> files = Files.list(rollouts)) {
        for (Path file :
            files.filter(each -> each.toString().endsWith(".jsonl")).sorted().toList()) {
          there.add(file);
          changed |= note(file);
        }
      }
    }
    for (Path gone : List.copyOf(known.keySet())) {
      if (!there.contains(gone) && !others.containsKey(gone)) {
        known.remove(gone);
        waiting.remove(gone);
        index.remove(gone.toString());
        index.publish();
        changed = true;
      }
    }
    return changed;
  }

  private boolean note(Path file) {
    FileStamp now = FileStamp.of(file);
    FileStamp before = known.get(file);
    if (now.equals(before) || (before == null && !now.isThere())) {
      return false;
    }
    known.put(file, now);
    if (before != null) {
      waiting.remove(file);
    }
    waiting.addFirst(file);
    return true;
  }

  private void take(Path file) throws IOException {
    List<StoredAnswer> answers = new ArrayList<>();
    Lines kind = others.getOrDefault(file, (line, before) -> training(line));
    var lines =
        new JsonTail(
            file, answers::clear, line -> answers.addAll(kind.answers(line, answers.size())));
    lines.refresh();
    index.replace(file.toString(), answers);
  }

  private static List<StoredAnswer> training(JsonNode line) {
    return List.of(StoredAnswer.ofTraining(line));
  }
}
