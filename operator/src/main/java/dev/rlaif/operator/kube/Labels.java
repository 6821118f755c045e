package dev.rlaif.operator.kube;

import dev.rlaif.plan.StageName;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels of the objects that the operator makes. */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String NAME = "app.kubernetes.io/name";
  public static final String OPERATOR = "rlaif-operator";

  /** Name of the run that an object belongs to. */
  public static final String RUN = "rlaif.dev/run";

  /** Name of the judge that an object belongs to. */
  public static final String JUDGE = "rlaif.dev/judge";

  /** Beginning of the judge's hash: tells apart what was made for different states of a judge. */
  public static final String JUDGE_HASH = "rlaif.dev/judge-hash";

  /** Stage that an object belongs to, such as train or serve. */
  public static final String STAGE = "rlaif.dev/stage";

  /** Annotation: hash of the plan, or of the judge, that an object carries out. */
  public static final String PLAN_HASH = "rlaif.dev/plan-hash";

  /** Annotation of a Service that outlives runs: when the run that it leads to started. */
  public static final String RUN_STARTED = "rlaif.dev/run-started";

  /** What informers select: everything that the operator made. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** Of what belongs to no single stage: plan, workspace. */
  public static Map<String, String> ofRun(String run) {
    return of(RUN, run);
  }

  public static Map<String, String> ofRun(String run, StageName stage) {
    return with(stage, of(RUN, run));
  }

  /** Of what shows a run, which is no stage of it. */
  public static Map<String, String> ofRun(String run, Beside beside) {
    Map<String, String> labels = ofRun(run);
    labels.put(STAGE, beside.word());
    return labels;
  }

  public static Map<String, String> ofJudge(String judge, StageName stage) {
    return with(stage, of(JUDGE, judge));
  }

  private static Map<String, String> of(String owner, String name) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(NAME, "rlaif");
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(owner, name);
    return labels;
  }

  private static Map<String, String> with(StageName stage, Map<String, String> labels) {
    labels.put(STAGE, stage.word());
    return labels;
  }
}
