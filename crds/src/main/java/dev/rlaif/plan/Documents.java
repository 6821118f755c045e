package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents that a person gave: runs, judges and ConfigMaps, with all that is wrong in them.
 */
public final class Documents {
  private final List<Document<RlaifRun>> runs;
  private final List<Document<RewardJudge>> judges;
  private final Map<String, Map<String, String>> configMaps;
  private final List<String> notes;
  private final List<Problem> problems;

  Documents(
      List<Document<RlaifRun>> runs,
      List<Document<RewardJudge>> judges,
      Map<String, Map<String, String>> configMaps,
      List<String> notes,
      List<Problem> outside) {
    this.runs = List.copyOf(runs);
    this.judges = List.copyOf(judges);
    this.configMaps = Map.copyOf(configMaps);
    this.notes = List.copyOf(notes);
    List<Problem> all = new ArrayList<>(outside);
    runs.forEach(run -> all.addAll(run.problems()));
    judges.forEach(judge -> all.addAll(judge.problems()));
    this.problems = List.copyOf(all);
  }

  /**
   * Reads YAML files, each with any number of documents.
   *
   * @param sets {@code PATH=VALUE} each, put in place of what the documents say: a path of the run,
   *     whose {@code spec.} may be left out, or {@code judge.} and a path of its judge
   */
  public static Documents read(List<Path> files, List<String> sets) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        texts.put(file.toString(), Files.readString(file));
      } catch (NoSuchFileException e) {
        problems.add(new Problem(file.toString(), "", "there is no such file"));
      } catch (IOException e) {
        problems.add(new Problem(file.toString(), "", "cannot be read: " + e.getMessage()));
      }
    }
    return parse(texts, sets, problems);
  }

  /** Reads texts by name; see {@link #read}. */
  public static Documents parse(Map<String, String> texts, List<String> sets) {
    return parse(texts, sets, List.of());
  }

  /** Documents that were read elsewhere, such as objects of a cluster. */
  public static Documents of(
      List<RlaifRun> runs, List<RewardJudge> judges, Map<String, Map<String, String>> configMaps) {
    return new Documents(
        runs.stream()
            .map(run -> Document.of(RlaifRun.class, run, "RlaifRun " + run.metadata().name()))
            .toList(),
        judges.stream()
            .map(
                judge ->
                    Document.of(RewardJudge.class, judge, "RewardJudge " + judge.metadata().name()))
            .toList(),
        configMaps,
        List.of(),
        List.of());
  }

  private static Documents parse(
      Map<String, String> texts, List<String> sets, List<Problem> before) {
    List<Problem> problems = new ArrayList<>(before);
    List<YamlTree> trees = new ArrayList<>();
    texts.forEach((source, text) -> trees.addAll(YamlTree.read(source, text, problems)));
    SortedTrees sorted = SortedTrees.of(trees, problems).with(sets, problems);
    return new Documents(
        sorted.runs().stream().map(tree -> Document.read(RlaifRun.class, tree)).toList(),
        sorted.judges().stream().map(tree -> Document.read(RewardJudge.class, tree)).toList(),
        sorted.configMaps(),
        sorted.notes(),
        problems);
  }

  /** The runs as far as they could be read: complete where there are no {@link #problems}. */
  public List<RlaifRun> runDocuments() {
    return runs.stream().map(Document::value).toList();
  }

  /** The judges as far as they could be read; see {@link #runDocuments}. */
  public List<RewardJudge> judgeDocuments() {
    return judges.stream().map(Document::value).toList();
  }

  List<Document<RlaifRun>> runs() {
    return runs;
  }

  List<Document<RewardJudge>> judges() {
    return judges;
  }

  /** ConfigMaps by name, their data by key. */
  public Map<String, Map<String, String>> configMaps() {
    return configMaps;
  }

  /** What was passed over, one sentence each. */
  public List<String> notes() {
    return notes;
  }

  /** All that is wrong within the documents; what is wrong between them, the planner says. */
  public List<Problem> problems() {
    return problems;
  }
}
