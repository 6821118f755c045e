package dev.rlaif.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
  private static final String CASE = "src/test/resources/objects/tiny-cpu/";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsEveryObjectInTheOrderOfTheRun() {
    assertThat(run("-f", CASE + "in-judge.yaml", "-f", CASE + "in-run.yaml")).isZero();
    List<String> documents = Arrays.stream(out.toString().split("(?m)^---\n")).skip(1).toList();
    assertThat(documents)
        .extracting(text -> text.lines().findFirst().orElse(""))
        .containsExactly(
            "# at once: what is to be proved",
            "# after it: the proof",
            "# when the judge is validated: the plan; from here on the spec is fixed",
            "# after it",
            "# after it",
            "# when stage prompts is complete",
            "# when stage train is complete",
            "# when every gate of the evaluation is met",
            "# when every gate of the evaluation is met");
    assertThat(documents.get(5)).contains("name: \"vegetarian-train\"");
  }

  @Test
  void printsJsonForMachines() {
    assertThat(
            run(
                "-f",
                CASE + "in-judge.yaml",
                "-f",
                CASE + "in-run.yaml",
                "-n",
                "food",
                "-o",
                "json"))
        .isZero();
    KubernetesList list = Serialization.unmarshal(out.toString(), KubernetesList.class);
    assertThat(list.getItems())
        .hasSize(9)
        .extracting(HasMetadata::getMetadata)
        .allMatch(metadata -> metadata.getNamespace().equals("food"));
  }

  @Test
  void readsTheOperatorsSettings() {
    Map<String, String> environment = Map.of("RLAIF_TRAINER_IMAGE", "mine:1", "RLAIF_HOME", "/opt");
    assertThat(run(environment, "-f", CASE + "in-judge.yaml", "-o", "json")).isZero();
    KubernetesList list = Serialization.unmarshal(out.toString(), KubernetesList.class);
    Job job = (Job) list.getItems().get(1);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo("mine:1");
  }

  @Test
  void refusesWithEveryProblem() {
    assertThat(
            run(
                "-f",
                CASE + "in-judge.yaml",
                "-f",
                CASE + "in-run.yaml",
                "--set",
                "lora.rank=0",
                "--set",
                "rollout.minNewTokens=9999"))
        .isEqualTo(42);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("2 to correct:")
        .contains("spec.lora.rank")
        .contains("minNewTokens is larger than maxNewTokens");
  }

  @Test
  void refusesWhatNoObjectCanDo() {
    assertThat(
            run(
                "-f",
                CASE + "in-judge.yaml",
                "-f",
                CASE + "in-run.yaml",
                "--set",
                "serving.runtime=vllm"))
        .isEqualTo(42);
    assertThat(err.toString())
        .contains("RlaifRun vegetarian: spec.serving.runtime vllm cannot read bundled://");
  }

  private int run(String... options) {
    return run(Map.of("NO_COLOR", "1"), options);
  }

  private int run(Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of("plan", "--kubernetes"));
    arguments.addAll(List.of(options));
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
