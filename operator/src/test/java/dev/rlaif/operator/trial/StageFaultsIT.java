package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a stage has its reason, and ends or waits as documented. */
class StageFaultsIT {
  private static final Map<String, String> TWICE =
      Map.of("training", "{gpus: 0, steps: 10, limits: {backoffLimit: 1}}");
  private static final Map<String, String> IMPATIENT =
      Map.of("training", "{gpus: 0, steps: 10, limits: {startDeadlineSeconds: 30}}");

  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API, Map.of(), Optional.of("stage-faults"));

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.of(
            "wrong data",
            StageName.PROMPTS,
            RunPhase.FAILED,
            Reason.DATA_INVALID,
            "line 7",
            new Play.Exit(42, Reason.DATA_INVALID, "prompts.jsonl: line 7 has no question")),
        Fault.of(
            "wrong model",
            StageName.TRAIN,
            RunPhase.FAILED,
            Reason.MODEL_INVALID,
            "GPT-2",
            new Play.Exit(42, Reason.MODEL_INVALID, "architecture GPT-2 is not known")),
        Fault.of(
            "wrong plan",
            StageName.EVALUATE,
            RunPhase.FAILED,
            Reason.PLAN_INVALID,
            "adapter",
            new Play.Exit(42, Reason.PLAN_INVALID, "the adapter is of another model")),
        Fault.of(
                "fails for ever",
                StageName.TRAIN,
                RunPhase.FAILED,
                Reason.BACKOFF_LIMIT_EXCEEDED,
                "",
                new Play.Garbage(1, "Segmentation fault"),
                new Play.Garbage(1, "Segmentation fault"))
            .with(TWICE),
        Fault.of(
                "out of memory",
                StageName.TRAIN,
                RunPhase.FAILED,
                Reason.OUT_OF_MEMORY,
                "memory",
                new Play.OutOfMemory(),
                new Play.OutOfMemory())
            .with(TWICE),
        Fault.of(
                "diverges",
                StageName.TRAIN,
                RunPhase.FAILED,
                Reason.REWARD_COLLAPSED,
                "NaN",
                new Play.Exit(1, Reason.REWARD_COLLAPSED, "the loss is NaN at step 4"),
                new Play.Exit(1, Reason.REWARD_COLLAPSED, "the loss is NaN at step 4"))
            .with(TWICE),
        Fault.of(
            "no report",
            StageName.TRAIN,
            RunPhase.FAILED,
            Reason.REPORT_MISSING,
            "",
            new Play.Garbage(0, "")),
        Fault.of(
            "broken report",
            StageName.TRAIN,
            RunPhase.FAILED,
            Reason.REPORT_MISSING,
            "",
            new Play.Garbage(0, "{\"stage\": \"train\", \"hash\": ")),
        Fault.of(
            "runs too long",
            StageName.TRAIN,
            RunPhase.FAILED,
            Reason.DEADLINE_EXCEEDED,
            "",
            new Play.Deadline()),
        Fault.of(
            "unschedulable",
            StageName.TRAIN,
            RunPhase.TRAINING,
            Reason.UNSCHEDULABLE,
            "node",
            new Play.Unschedulable()),
        Fault.of(
            "image missing",
            StageName.TRAIN,
            RunPhase.TRAINING,
            Reason.IMAGE_PULL_FAILED,
            "image",
            new Play.Wait("ImagePullBackOff", "Back-off pulling image \"nowhere/trainer:1\"")),
        Fault.of(
            "key of a Secret missing",
            StageName.TRAIN,
            RunPhase.TRAINING,
            Reason.CONTAINER_CONFIG_ERROR,
            "",
            new Play.Wait("CreateContainerConfigError", "couldn't find key token in Secret")),
        Fault.of(
            "no pod allowed",
            StageName.TRAIN,
            RunPhase.TRAINING,
            Reason.POD_FORBIDDEN,
            "",
            new Play.NoPod("pods is forbidden: violates PodSecurity restricted")),
        Fault.of(
            "not admitted by Kueue",
            StageName.TRAIN,
            RunPhase.TRAINING,
            Reason.QUEUED_BY_KUEUE,
            "",
            new Play.Queue()),
        Fault.of(
                "never starts",
                StageName.TRAIN,
                RunPhase.FAILED,
                Reason.START_DEADLINE_EXCEEDED,
                "node",
                new Play.Unschedulable())
            .with(IMPATIENT));
  }

  /** All at once, so that none waits for another. */
  @BeforeAll
  static void begin() throws Exception {
    List<String> documents = new ArrayList<>(List.of(TrialDocuments.judge("words")));
    faults()
        .forEach(
            fault -> {
              TRIAL
                  .script()
                  .then(
                      TRIAL.namespace(),
                      fault.run(),
                      fault.stage(),
                      fault.plays().toArray(Play[]::new));
              documents.add(TrialDocuments.run(fault.run(), "words", fault.fields()));
            });
    TRIAL.apply(documents.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultHasItsReason(Fault fault) throws Exception {
    RlaifRunResource run =
        TRIAL.await(
            fault.run(),
            seen ->
                seen.knownStatus().phase() == fault.phase()
                    && Conditions.whyReady(seen).equals(Optional.of(fault.reason())),
            fault.phase() + " with " + fault.reason());

    Condition ready = Conditions.of(run, ConditionType.READY);
    assertThat(ready.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(ready.message()).contains(fault.messageHolds());
    assertThat(TRIAL.kubectl("get", "rr", fault.run())).contains(fault.reason().word());
    if (fault.phase() == RunPhase.FAILED) {
      assertThat(Conditions.of(run, ConditionType.FAILED).isTrue()).isTrue();
      assertThat(
              TRIAL.kubectl("get", "events", "--field-selector=involvedObject.name=" + fault.run()))
          .contains(fault.reason().word());
    }
  }
}
