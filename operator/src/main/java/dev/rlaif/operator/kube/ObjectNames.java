package dev.rlaif.operator.kube;

import dev.rlaif.plan.StageName;

/** Names of the objects of a run or a judge; the same owner always gives the same names. */
public final class ObjectNames {
  private static final int HASH_CHARACTERS = 8;

  private ObjectNames() {}

  /** ConfigMap with the run's plan. */
  public static String plan(String run) {
    return run + "-plan";
  }

  /** Job of a stage. */
  public static String job(String run, StageName stage) {
    return run + "-" + stage.word();
  }

  /** Claim of the workspace. */
  public static String workspace(String run) {
    return run + "-workspace";
  }

  /** Headless Service through which the ranks of several nodes find each other. */
  public static String ranks(String run) {
    return run + "-ranks";
  }

  /** Deployment and Service of the tuned model. */
  public static String serve(String run) {
    return run + "-serve";
  }

  /** Deployment and Service of what shows a run. */
  public static String beside(String run, Beside beside) {
    return run + "-" + beside.suffix();
  }

  /**
   * Job of a judge's validation, and its ConfigMap.
   *
   * @param hash of the proof, {@code sha256:...}: other examples are another Job
   */
  public static String validation(String judge, String hash) {
    return judge + "-validate-" + shortHash(hash);
  }

  /**
   * Deployment and Service of a judge that the operator serves.
   *
   * @param hash of the judge, {@code sha256:...}
   */
  public static String judgeServe(String judge, String hash) {
    return judge + "-serve-" + shortHash(hash);
  }

  /** The beginning of a hash, as it stands in names and labels. */
  public static String shortHash(String hash) {
    String digits = hash.substring(hash.indexOf(':') + 1);
    return digits.substring(0, Math.min(HASH_CHARACTERS, digits.length()));
  }
}
