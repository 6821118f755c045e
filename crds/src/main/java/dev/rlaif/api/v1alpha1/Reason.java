package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Why something is as it is: the one list of reasons, on conditions, stages, reports and events.
 */
public enum Reason {
  @JsonProperty("Received")
  RECEIVED(Kind.WAITING, "the operator has seen the object"),
  @JsonProperty("WaitingForJudge")
  WAITING_FOR_JUDGE(Kind.WAITING, "the judge is being validated"),
  @JsonProperty("JudgeNotFound")
  JUDGE_NOT_FOUND(
      Kind.WAITING, "create the RewardJudge that judgeRef names, in the same namespace"),
  @JsonProperty("JudgeNotReady")
  JUDGE_NOT_READY(Kind.WAITING, "the server of the judge does not answer yet"),
  @JsonProperty("JudgeNotValidated")
  JUDGE_NOT_VALIDATED(
      Kind.WAITING,
      "the judge falls short of its gates, or has no validation: correct it, or set judgeRef.requireValidated to false"),
  @JsonProperty("SecretNotFound")
  SECRET_NOT_FOUND(Kind.WAITING, "create the Secret, in the same namespace"),
  @JsonProperty("ConfigMapNotFound")
  CONFIG_MAP_NOT_FOUND(Kind.WAITING, "create the ConfigMap, in the same namespace"),
  @JsonProperty("ClaimNotFound")
  CLAIM_NOT_FOUND(Kind.WAITING, "create the PersistentVolumeClaim, in the same namespace"),
  @JsonProperty("NameTaken")
  NAME_TAKEN(
      Kind.WAITING,
      "an object of the name that is needed belongs to somebody else: delete it, or name the run otherwise"),
  @JsonProperty("NamespaceTerminating")
  NAMESPACE_TERMINATING(
      Kind.WAITING, "the namespace is being deleted: nothing is made in it any more"),
  @JsonProperty("QueuedByKueue")
  QUEUED_BY_KUEUE(Kind.WAITING, "Kueue admits the Job when its queue has room"),
  @JsonProperty("QuotaExceeded")
  QUOTA_EXCEEDED(Kind.WAITING, "a ResourceQuota of the namespace is used up: wait, or raise it"),
  @JsonProperty("PodForbidden")
  POD_FORBIDDEN(Kind.WAITING, "the cluster refuses the pod: see the message"),
  @JsonProperty("Unschedulable")
  UNSCHEDULABLE(Kind.WAITING, "no node can take the pod: see the message"),
  @JsonProperty("VolumeNotBound")
  VOLUME_NOT_BOUND(Kind.WAITING, "the PersistentVolumeClaim has no volume: see its events"),
  @JsonProperty("ImagePullFailed")
  IMAGE_PULL_FAILED(
      Kind.WAITING, "the image cannot be pulled: check its name and imagePullSecrets"),
  @JsonProperty("ContainerConfigError")
  CONTAINER_CONFIG_ERROR(
      Kind.WAITING, "the container cannot be made: a key of a Secret or ConfigMap is missing"),
  @JsonProperty("CrashLooping")
  CRASH_LOOPING(Kind.WAITING, "the container ends again and again: see its log"),
  @JsonProperty("Starting")
  STARTING(Kind.WAITING, "the pod starts"),
  @JsonProperty("RollingOut")
  ROLLING_OUT(Kind.WAITING, "the served model is being rolled out"),
  @JsonProperty("ServingStartDeadlineExceeded")
  SERVING_START_DEADLINE_EXCEEDED(
      Kind.WAITING, "the served model is not ready in time: see its pods"),
  @JsonProperty("RuntimeMissing")
  RUNTIME_MISSING(
      Kind.WAITING, "the cluster does not have the serving runtime: install it, or choose another"),
  @JsonProperty("SuspendedBySpec")
  SUSPENDED_BY_SPEC(Kind.WAITING, "set spec.suspend to false to go on"),
  @JsonProperty("Validating")
  VALIDATING(Kind.RUNNING, "the judge scores its labelled pairs"),
  @JsonProperty("Downloading")
  DOWNLOADING(Kind.RUNNING, "the model is downloaded"),
  @JsonProperty("Prompting")
  PROMPTING(Kind.RUNNING, "the prompts are made"),
  @JsonProperty("Pairing")
  PAIRING(Kind.RUNNING, "answers are judged and paired"),
  @JsonProperty("Training")
  TRAINING(Kind.RUNNING, "the model is trained"),
  @JsonProperty("Evaluating")
  EVALUATING(Kind.RUNNING, "base and tuned answer the held-out prompts"),
  @JsonProperty("Resumed")
  RESUMED(Kind.RUNNING, "the run goes on from its checkpoint"),
  @JsonProperty("StageRetrying")
  STAGE_RETRYING(Kind.RUNNING, "the stage failed and is tried again"),
  @JsonProperty("Interrupted")
  INTERRUPTED(Kind.RUNNING, "the stage was interrupted and goes on from its checkpoint"),
  @JsonProperty("Preempted")
  PREEMPTED(Kind.RUNNING, "the pod had to go and is made again"),
  @JsonProperty("NodeLost")
  NODE_LOST(Kind.RUNNING, "the node of the pod is gone; the pod is made again"),
  @JsonProperty("JobRecreated")
  JOB_RECREATED(Kind.RUNNING, "the Job was gone and was made again"),
  @JsonProperty("SpecInvalid")
  SPEC_INVALID(Kind.FAILED, "correct the spec"),
  @JsonProperty("PlanInvalid")
  PLAN_INVALID(Kind.FAILED, "the plan cannot be carried out: correct the spec under another name"),
  @JsonProperty("DataInvalid")
  DATA_INVALID(
      Kind.FAILED,
      "the prompts, pairs or examples are wrong: correct them, and run under another name"),
  @JsonProperty("ModelInvalid")
  MODEL_INVALID(
      Kind.FAILED, "the model cannot be used: choose another, and run under another name"),
  @JsonProperty("PlanLost")
  PLAN_LOST(
      Kind.FAILED,
      "the plan was deleted or changed, and cannot be made again: run under another name"),
  @JsonProperty("OutOfMemory")
  OUT_OF_MEMORY(Kind.FAILED, "raise the memory, or lower batchSize, maxNewTokens or rank"),
  @JsonProperty("WorkspaceFull")
  WORKSPACE_FULL(
      Kind.FAILED,
      "the workspace's volume has no room left: raise storage.size, or lower training.checkpoint.keep, and run under another name"),
  @JsonProperty("GpuError")
  GPU_ERROR(Kind.FAILED, "the GPU failed: see the log of the pod, and its node"),
  @JsonProperty("RewardCollapsed")
  REWARD_COLLAPSED(
      Kind.FAILED,
      "training diverged, or every answer scores alike: lower the learning rate, or look at the judge"),
  @JsonProperty("JudgeUnavailable")
  JUDGE_UNAVAILABLE(Kind.FAILED, "too many scores are missing: see that the judge answers"),
  @JsonProperty("StartDeadlineExceeded")
  START_DEADLINE_EXCEEDED(Kind.FAILED, "the pod did not start in time: see the message"),
  @JsonProperty("DeadlineExceeded")
  DEADLINE_EXCEEDED(Kind.FAILED, "the stage took too long: raise its limits.activeDeadlineSeconds"),
  @JsonProperty("RunDeadlineExceeded")
  RUN_DEADLINE_EXCEEDED(Kind.FAILED, "the run took too long: raise spec.activeDeadlineSeconds"),
  @JsonProperty("BackoffLimitExceeded")
  BACKOFF_LIMIT_EXCEEDED(Kind.FAILED, "the stage failed too often: see the log of its pod"),
  @JsonProperty("ReportMissing")
  REPORT_MISSING(
      Kind.FAILED, "the stage ended without a readable report: is the image the right one?"),
  @JsonProperty("Accepted")
  ACCEPTED(Kind.RESULT, "the plan is made"),
  @JsonProperty("Validated")
  VALIDATED(Kind.RESULT, "the judge passed its gates"),
  @JsonProperty("NotRequired")
  NOT_REQUIRED(Kind.RESULT, "nobody asked for it"),
  @JsonProperty("Completed")
  COMPLETED(Kind.RESULT, "the stage is finished"),
  @JsonProperty("Passed")
  PASSED(Kind.RESULT, "every gate was met"),
  @JsonProperty("BelowThreshold")
  BELOW_THRESHOLD(Kind.RESULT, "the tuned model missed a gate, so it is not served"),
  @JsonProperty("Deployed")
  DEPLOYED(Kind.RESULT, "the tuned model answers"),
  @JsonProperty("Succeeded")
  SUCCEEDED(Kind.RESULT, "the run is finished"),
  @JsonProperty("ServingDisabled")
  SERVING_DISABLED(Kind.RESULT, "the run asks for no serving"),
  @JsonProperty("ServingUnavailable")
  SERVING_UNAVAILABLE(Kind.RESULT, "the served model lost its pods: see them");

  /** What a reason means for what comes next. */
  public enum Kind {
    /** Nothing runs; it goes on by itself once what is missing is there. */
    WAITING,
    /** Something runs, or will again. */
    RUNNING,
    /** It ended, and not well; a person must act. */
    FAILED,
    /** It ended as it should, or came to a verdict. */
    RESULT
  }

  private final Kind kind;
  private final String advice;

  Reason(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  public Kind kind() {
    return kind;
  }

  /** What it means and what a person can do, in one sentence without its end. */
  public String advice() {
    return advice;
  }

  /** As it is written on the wire, such as {@code JudgeNotFound}. */
  public String word() {
    StringBuilder word = new StringBuilder();
    for (String part : name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
