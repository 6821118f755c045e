package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Metadata;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.observe.References;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The planner, asked about objects of the cluster. */
final class Planning {
  private Planning() {}

  /** What is wrong within the run itself, whatever it refers to. */
  static List<Problem> ofSpec(RunObservation seen) {
    return Documents.of(List.of(run(seen)), List.of(), Map.of()).problems();
  }

  /** The plan, if all that the run refers to is there. */
  static Planned<RunPlan> ofAll(RunObservation seen) {
    References references = seen.references();
    return RunPlanner.plan(
        Documents.of(
            List.of(run(seen)),
            references.judges().values().stream().map(Planning::judge).toList(),
            references.configMaps()));
  }

  /** One sentence of all problems. */
  static String sentence(List<Problem> problems) {
    return problems.stream().map(Planning::sentence).distinct().collect(Collectors.joining("; "));
  }

  private static String sentence(Problem problem) {
    return problem.source().startsWith(RewardJudge.KIND) ? problem.toString() : problem.sentence();
  }

  private static RlaifRun run(RunObservation seen) {
    return new RlaifRun(
        RlaifRun.API_VERSION, RlaifRun.KIND, metadata(seen.run()), seen.run().getSpec());
  }

  private static RewardJudge judge(RewardJudgeResource judge) {
    return new RewardJudge(
        RlaifRun.API_VERSION, RewardJudge.KIND, metadata(judge), judge.getSpec());
  }

  /** Labels and annotations are the server's to check: they decide nothing here. */
  private static Metadata metadata(HasMetadata object) {
    return new Metadata(
        object.getMetadata().getName(), object.getMetadata().getNamespace(), Map.of(), Map.of());
  }
}
