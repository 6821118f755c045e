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

  /** Stage that an object belongs to, such as train or serve. */
  public static final String STAGE = "rlaif.dev/stage";

  /** What informers select: everything that the operator made. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  public static Map<String, String> ofRun(String run, StageName stage) {
    return of(RUN, run, stage);
  }

  public static Map<String, String> ofJudge(String judge, StageName stage) {
    return of(JUDGE, judge, stage);
  }

  private static Map<String, String> of(String owner, String name, StageName stage) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(NAME, "rlaif");
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(owner, name);
    labels.put(STAGE, stage.word());
    return labels;
  }
}
