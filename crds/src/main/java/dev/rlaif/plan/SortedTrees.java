package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The documents of all files by kind, not yet compared with their records. */
record SortedTrees(
    List<YamlTree> runs,
    List<YamlTree> judges,
    Map<String, Map<String, String>> configMaps,
    List<String> notes) {

  static SortedTrees of(List<YamlTree> trees, List<Problem> problems) {
    SortedTrees sorted =
        new SortedTrees(new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new ArrayList<>());
    Set<String> seen = new HashSet<>();
    for (YamlTree tree : trees) {
      sorted.add(tree, problems);
      String object = Envelope.kind(tree.root()) + " " + Envelope.name(tree.root());
      if (!Envelope.name(tree.root()).isEmpty() && !seen.add(object)) {
        problems.add(
            tree.origins().problem(new Finding("metadata.name", "there is a second " + object)));
      }
    }
    return sorted;
  }

  private void add(YamlTree tree, List<Problem> problems) {
    JsonNode root = tree.root();
    Optional<Finding> wrongType =
        root.isObject()
            ? Envelope.wrongType(root)
            : Optional.of(new Finding("", ScalarCheck.found(root) + ", must be an object"));
    wrongType.map(tree.origins()::problem).ifPresent(problems::add);
    switch (Envelope.kind(root)) {
      case RlaifRun.KIND -> runs.add(tree);
      case RewardJudge.KIND -> judges.add(tree);
      case "ConfigMap" -> configMaps.put(Envelope.name(root), data(root));
      default -> {
        if (wrongType.isEmpty()) {
          notes.add(tree.origins().document() + ": " + Envelope.kind(root) + " is passed over");
        }
      }
    }
  }

  private static Map<String, String> data(JsonNode root) {
    Map<String, String> data = new HashMap<>();
    root.path("data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
    return data;
  }

  /** The same with the values of the command line. */
  SortedTrees with(List<String> sets, List<Problem> problems) {
    List<YamlTree> changedRuns = new ArrayList<>(runs);
    List<YamlTree> changedJudges = new ArrayList<>(judges);
    for (String text : sets) {
      SetOption.parse(text, problems)
          .ifPresent(
              option -> {
                List<YamlTree> targets = option.isForJudge() ? changedJudges : changedRuns;
                Optional<Integer> target =
                    option.isForJudge() ? judgeOf(changedRuns, targets) : onlyOne(targets);
                if (target.isEmpty()) {
                  String wanted = option.isForJudge() ? "judge of a run" : "RlaifRun";
                  problems.add(
                      new Problem("--set " + text, "", "needs exactly one " + wanted + " to set"));
                } else {
                  targets.set(target.get(), option.applyTo(targets.get(target.get()), problems));
                }
              });
    }
    return new SortedTrees(changedRuns, changedJudges, configMaps, notes);
  }

  private static Optional<Integer> onlyOne(List<YamlTree> trees) {
    return trees.size() == 1 ? Optional.of(0) : Optional.empty();
  }

  private static Optional<Integer> judgeOf(List<YamlTree> runs, List<YamlTree> judges) {
    if (runs.size() != 1) {
      return onlyOne(judges);
    }
    String name = runs.get(0).root().path("spec").path("judgeRef").path("name").asText("");
    for (int i = 0; i < judges.size(); i++) {
      if (Envelope.name(judges.get(i).root()).equals(name)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
