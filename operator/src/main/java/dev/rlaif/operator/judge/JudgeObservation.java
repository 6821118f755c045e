package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Metadata;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.RunPlanner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a decision about a judge goes by.
 *
 * @param configMaps that it names, their data by key; a key that is missing stands here with an
 *     empty text, so that the planner finds what else is wrong
 */
record JudgeObservation(
    RewardJudgeResource judge,
    OperatorSettings settings,
    Map<String, Map<String, String>> configMaps,
    List<Missing> missing,
    List<ProofJob> proofs,
    List<JudgeServer> servers,
    JudgeUsage usage,
    Instant now) {

  String name() {
    return judge.getMetadata().getName();
  }

  String namespace() {
    return judge.getMetadata().getNamespace();
  }

  long generation() {
    return judge.getMetadata().getGeneration();
  }

  /** The plan of the judge's proof, or all that is wrong with its spec. */
  Planned<JudgeCheckPlan> planned() {
    // Labels and annotations are the server's to check: they decide nothing here.
    var metadata = new Metadata(name(), namespace(), Map.of(), Map.of());
    var document =
        new RewardJudge(RlaifRun.API_VERSION, RewardJudge.KIND, metadata, judge.getSpec());
    return RunPlanner.judge(
        Documents.of(List.of(), List.of(document), configMaps), Optional.empty());
  }
}
