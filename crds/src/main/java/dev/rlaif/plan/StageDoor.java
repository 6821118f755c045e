package dev.rlaif.plan;

/**
 * What operator and stage agreed on: where a stage's container finds what it is told, and where it
 * says how it goes.
 */
public final class StageDoor {
  /** The plan: a {@link RunPlan}, of the judge stage a {@link JudgeCheckPlan}. */
  public static final String PLAN_FILE = "/etc/rlaif/plan/plan.json";

  /** Key of the plan in its ConfigMap. */
  public static final String PLAN_KEY = "plan.json";

  /** The run's {@link Workspace}. */
  public static final String WORKSPACE = "/workspace";

  /** Secrets as files, {@code NAME/KEY}; the variable {@link #SECRETS_VARIABLE} says so. */
  public static final String SECRETS = "/etc/rlaif/secrets";

  public static final String SECRETS_VARIABLE = "RLAIF_SECRETS";

  /** Claims that a model or a file lies in, {@code CLAIM/PATH}, read-only. */
  public static final String CLAIMS = "/claims";

  /** Where the stage writes its {@link StageReport}. */
  public static final String REPORT_FILE = "/dev/termination-log";

  /** Where the stage answers {@code GET /progress} with its {@link StageProgress}. */
  public static final int PROGRESS_PORT = 8081;

  public static final String PROGRESS_PATH = "/progress";

  /**
   * Where the training pods of several nodes find the first of them: {@code HOST:PORT}. Absent, a
   * process trains alone.
   */
  public static final String RENDEZVOUS_VARIABLE = "RLAIF_RENDEZVOUS";

  /** Number of a pod among those of its Job, from 0; Kubernetes sets it. */
  public static final String NODE_VARIABLE = "JOB_COMPLETION_INDEX";

  public static final int RENDEZVOUS_PORT = 8082;

  /** The one container of a stage's pod. */
  public static final String CONTAINER = "stage";

  /** The stage ended as it should; a rejected evaluation is a result, too. */
  public static final int EXIT_DONE = 0;

  /** The plan, the data or the model is wrong: never tried again. */
  public static final int EXIT_WRONG = 42;

  /** Interrupted after a checkpoint: started again, without counting. */
  public static final int EXIT_INTERRUPTED = 75;

  private StageDoor() {}
}
