package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From documents to a plan; pure, and total: every document gives a plan or all its problems. */
public final class RunPlanner {
  private RunPlanner() {}

  /** Plans the one run among the documents. */
  public static Planned<RunPlan> plan(Documents documents) {
    List<Problem> problems = new ArrayList<>(documents.problems());
    if (documents.runs().size() != 1) {
      problems.add(notOne("RlaifRun", documents.runs()));
      return Planned.refused(problems);
    }
    Document<RlaifRun> run = documents.runs().get(0);
    problems.addAll(JudgesOfRun.problems(run, documents));
    problems.addAll(LoraRules.problems(run));
    documents.judges().forEach(judge -> problems.addAll(unmet(judge, documents)));
    problems.addAll(unmet(run, documents));
    return problems.isEmpty()
        ? Planned.of(planned(run.value(), documents))
        : Planned.refused(problems);
  }

  /**
   * Plans the proof of a judge.
   *
   * @param name of the judge; absent: the only one among the documents
   */
  public static Planned<JudgeCheckPlan> judge(Documents documents, Optional<String> name) {
    List<Problem> problems = new ArrayList<>(documents.problems());
    List<Document<RewardJudge>> judges =
        documents.judges().stream()
            .filter(judge -> name.isEmpty() || JudgesOfRun.isNamed(judge, name.get()))
            .toList();
    if (judges.size() != 1) {
      problems.add(
          judges.isEmpty() && name.isPresent()
              ? new Problem(
                  "RewardJudge " + name.get(), "", JudgesOfRun.none(name.get(), documents))
              : notOne("RewardJudge", judges));
      return Planned.refused(problems);
    }
    problems.addAll(unmet(judges.get(0), documents));
    RewardJudge judge = judges.get(0).value();
    return problems.isEmpty()
        ? Planned.of(
            new JudgeCheckPlan(
                judgePlan(judge, documents), ConfigMaps.named(judge, documents.configMaps())))
        : Planned.refused(problems);
  }

  private static RunPlan planned(RlaifRun run, Documents documents) {
    RlaifRunSpec spec = run.spec();
    JudgePlan judge = judgePlan(JudgesOfRun.named(spec.judgeRef().name(), documents), documents);
    Optional<JudgePlan> evaluationJudge =
        JudgesOfRun.second(spec)
            .map(name -> judgePlan(JudgesOfRun.named(name, documents), documents));
    Map<String, Map<String, String>> configMaps = new TreeMap<>();
    configMaps.putAll(ConfigMaps.named(spec, documents.configMaps()));
    addAll(configMaps, ConfigMaps.named(judge.spec(), documents.configMaps()));
    evaluationJudge.ifPresent(
        second -> addAll(configMaps, ConfigMaps.named(second.spec(), documents.configMaps())));
    List<String> judgeHashes = new ArrayList<>(List.of(judge.hash()));
    evaluationJudge.ifPresent(second -> judgeHashes.add(second.hash()));
    return new RunPlan(
        run.metadata().name(),
        spec,
        judge,
        evaluationJudge,
        AlgorithmPresets.resolve(spec),
        configMaps,
        PlanHash.ofRun(spec, judgeHashes, ConfigMaps.named(spec, documents.configMaps())));
  }

  private static void addAll(
      Map<String, Map<String, String>> configMaps, Map<String, Map<String, String>> more) {
    more.forEach(
        (name, data) ->
            configMaps.merge(
                name,
                data,
                (one, other) -> {
                  Map<String, String> both = new TreeMap<>(one);
                  both.putAll(other);
                  return both;
                }));
  }

  private static JudgePlan judgePlan(RewardJudge judge, Documents documents) {
    RewardJudgeSpec spec = judge.spec();
    return new JudgePlan(
        judge.metadata().name(), spec, PlanHash.ofJudge(spec, documents.configMaps()));
  }

  /** ConfigMaps that a document names and that are not there. */
  private static List<Problem> unmet(Document<?> document, Documents documents) {
    List<Problem> problems = new ArrayList<>();
    for (ConfigMaps.Wanted wanted : ConfigMaps.wanted(document.value(), "")) {
      if (document.isSound(wanted.path())) {
        ConfigMaps.missing(wanted, documents.configMaps())
            .ifPresent(message -> problems.add(document.problem(wanted.path(), message)));
      }
    }
    return problems;
  }

  private static Problem notOne(String kind, List<? extends Document<?>> found) {
    String where =
        found.stream()
            .map(document -> document.origins().document())
            .collect(Collectors.joining(", "));
    return found.isEmpty()
        ? new Problem("documents", "", "there is no " + kind + ": give the file that holds one")
        : new Problem(
            where, "", "there are " + found.size() + " of kind " + kind + ": give one at a time");
  }
}
