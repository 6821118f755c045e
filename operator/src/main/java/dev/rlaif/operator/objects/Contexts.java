package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Metadata;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What documents ask for, before any of it is on a cluster.
 *
 * @param judges all of the documents, in their order
 * @param run absent where the documents hold judges only
 */
public record Contexts(List<JudgeContext> judges, Optional<RunContext> run) {

  public Contexts {
    judges = List.copyOf(judges);
  }

  /**
   * Plans all documents.
   *
   * @param namespace of those that name none
   */
  public static Planned<Contexts> of(
      Documents documents, String namespace, OperatorSettings settings) {
    List<Problem> problems = new ArrayList<>();
    List<JudgeContext> judges = new ArrayList<>();
    Optional<RunContext> run = Optional.empty();
    if (!documents.runDocuments().isEmpty() || documents.judgeDocuments().isEmpty()) {
      Planned<RunPlan> plan = RunPlanner.plan(documents);
      problems.addAll(plan.problems());
      run =
          plan.plan()
              .map(
                  found ->
                      new RunContext(
                          resource(documents.runDocuments().get(0), namespace), found, settings));
      run.ifPresent(one -> addAll(problems, "RlaifRun " + one.name(), RunObjects.problems(one)));
    }
    if (problems.isEmpty()) {
      for (RewardJudge judge : documents.judgeDocuments()) {
        Optional<String> name = Optional.of(judge.metadata().name());
        Planned<JudgeCheckPlan> plan = RunPlanner.judge(documents, name);
        problems.addAll(plan.problems());
        plan.plan()
            .map(found -> new JudgeContext(resource(judge, namespace), found, settings))
            .ifPresent(judges::add);
      }
      judges.forEach(
          one -> addAll(problems, "RewardJudge " + one.name(), JudgeObjects.problems(one)));
    }
    return problems.isEmpty()
        ? Planned.of(new Contexts(judges, run))
        : Planned.refused(problems.stream().distinct().toList());
  }

  private static void addAll(List<Problem> problems, String source, List<String> messages) {
    messages.forEach(message -> problems.add(new Problem(source, "", message)));
  }

  private static RlaifRunResource resource(RlaifRun run, String namespace) {
    var resource = new RlaifRunResource();
    resource.setMetadata(metadata(run.metadata(), namespace));
    resource.setSpec(run.spec());
    return resource;
  }

  private static RewardJudgeResource resource(RewardJudge judge, String namespace) {
    var resource = new RewardJudgeResource();
    resource.setMetadata(metadata(judge.metadata(), namespace));
    resource.setSpec(judge.spec());
    return resource;
  }

  private static ObjectMeta metadata(Metadata given, String namespace) {
    return new ObjectMetaBuilder()
        .withName(given.name())
        .withNamespace(Objects.requireNonNullElse(given.namespace(), namespace))
        .withLabels(given.labels())
        .withAnnotations(given.annotations())
        .build();
  }
}
