package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What finished stages found, as they wrote it.
 *
 * @param plan absent before the run has begun
 * @param proofs by name of the judge
 * @param baseScores how the judge scored the base before training; absent until it did
 * @param evaluation {@code report.json}; absent until the evaluation is complete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Results(
    @Nullable JsonNode plan,
    Map<String, JsonNode> proofs,
    @Nullable JsonNode baseScores,
    @Nullable JsonNode evaluation) {
  static final Results NONE = new Results(null, Map.of(), null, null);

  static Results read(RunPlan plan, Workspace workspace) {
    Map<String, JsonNode> proofs = new LinkedHashMap<>();
    for (String judge : judges(plan)) {
      JsonFile.read(workspace.judgeProof(judge)).ifPresent(proof -> proofs.put(judge, proof));
    }
    return new Results(
        JsonFile.read(workspace.plan()).orElse(null),
        proofs,
        JsonFile.read(workspace.baseScores()).orElse(null),
        JsonFile.read(workspace.evaluationReport()).orElse(null));
  }

  /** Files that the results are read from. */
  static List<Path> files(RunPlan plan, Workspace workspace) {
    List<Path> files =
        new ArrayList<>(
            List.of(workspace.plan(), workspace.baseScores(), workspace.evaluationReport()));
    judges(plan).forEach(judge -> files.add(workspace.judgeProof(judge)));
    return files;
  }

  static List<String> judges(RunPlan plan) {
    List<String> names = new ArrayList<>(List.of(plan.judge().name()));
    plan.evaluationJudge().map(JudgePlan::name).ifPresent(names::add);
    return names;
  }
}
