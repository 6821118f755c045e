package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageJobTest {
  private final RunContext run = ObjectsCase.named("secrets").contexts().run().orElseThrow();

  @Test
  void failuresOfEarlierJobsCountAgainstTheLimit() {
    assertThat(backoffLimit(0)).isEqualTo(3);
    assertThat(backoffLimit(2)).isEqualTo(1);
    assertThat(backoffLimit(7)).isZero();
  }

  @Test
  void eachStageSeesItsOwnSecretsOnly() {
    assertThat(secrets(StageName.MODEL)).containsExactly("s3-credentials/credentials");
    assertThat(secrets(StageName.PROMPTS))
        .containsExactly("generator-key/api-key", "hf-token/token");
    assertThat(secrets(StageName.TRAIN)).containsExactly("judge-key/token");
    assertThat(secrets(StageName.EVALUATE)).containsExactly("second-key/token");
  }

  @Test
  void secretsAreFilesAndNeverVariables() {
    for (StageName stage : RunObjects.stages(run)) {
      var container =
          RunObjects.job(run, stage, 0).getSpec().getTemplate().getSpec().getContainers().get(0);
      assertThat(container.getEnv()).allMatch(variable -> variable.getValueFrom() == null);
      assertThat(container.getVolumeMounts())
          .filteredOn(mount -> mount.getMountPath().equals(StageDoor.SECRETS))
          .singleElement()
          .matches(mount -> mount.getReadOnly());
    }
  }

  @Test
  void onlyStagesThatComputeHoldGpus() {
    RunContext offline = ObjectsCase.named("prompts-offline").contexts().run().orElseThrow();
    assertThat(gpus(offline, StageName.MODEL)).isEqualTo("none");
    assertThat(gpus(offline, StageName.PROMPTS)).isEqualTo("2");
    assertThat(gpus(offline, StageName.TRAIN)).isEqualTo("8");
    assertThat(gpus(offline, StageName.EVALUATE)).isEqualTo("2");
    assertThat(gpus(run, StageName.PROMPTS)).isEqualTo("none");
  }

  @Test
  void stagesFollowTheModelAndTheAlgorithm() {
    assertThat(stages("recipe"))
        .containsExactly(StageName.MODEL, StageName.PROMPTS, StageName.TRAIN, StageName.EVALUATE);
    assertThat(stages("tiny-cpu"))
        .containsExactly(StageName.PROMPTS, StageName.TRAIN, StageName.EVALUATE);
    assertThat(stages("dpo"))
        .containsExactly(StageName.PROMPTS, StageName.PAIRS, StageName.TRAIN, StageName.EVALUATE);
  }

  @Test
  void judgeWithoutProofHasNoJob() {
    JudgeContext judge = ObjectsCase.named("judge-served-rlaif").contexts().judges().get(0);
    assertThatIllegalStateException()
        .isThrownBy(() -> JudgeObjects.validation(judge))
        .withMessageContaining("served has no spec.validation");
  }

  private int backoffLimit(int failures) {
    return RunObjects.job(run, StageName.TRAIN, failures).getSpec().getBackoffLimit();
  }

  private List<String> secrets(StageName stage) {
    return RunObjects.job(run, stage, 0).getSpec().getTemplate().getSpec().getVolumes().stream()
        .map(Volume::getProjected)
        .filter(projected -> projected != null)
        .flatMap(projected -> projected.getSources().stream())
        .flatMap(source -> source.getSecret().getItems().stream())
        .map(item -> item.getPath())
        .toList();
  }

  private static String gpus(RunContext run, StageName stage) {
    Job job = RunObjects.job(run, stage, 0);
    var limits =
        job.getSpec().getTemplate().getSpec().getContainers().get(0).getResources().getLimits();
    return limits.containsKey("nvidia.com/gpu") ? limits.get("nvidia.com/gpu").toString() : "none";
  }

  private static List<StageName> stages(String name) {
    return RunObjects.stages(ObjectsCase.named(name).contexts().run().orElseThrow());
  }
}
