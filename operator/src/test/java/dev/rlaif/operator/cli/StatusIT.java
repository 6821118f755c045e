package dev.rlaif.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.cluster.ApiServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code status} prints is what kubectl prints. */
class StatusIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  private static final Path CASE = Path.of("src/test/resources/objects/tiny-cpu");
  private static final int LOOKS = 10;

  @BeforeEach
  void aRunAndItsJudge() throws IOException, InterruptedException {
    System.setProperty("kubeconfig", API.kubeconfig().toString());
    for (String file : List.of("in-judge.yaml", "in-run.yaml")) {
      API.kubectlReading(Files.readString(CASE.resolve(file)), "create", "-f", "-").orThrow();
    }
    String status =
        """
        {"status": {"phase": "Training", "training": {"progressPercentage": 42, "metrics": [
          {"name": "reward_mean", "value": "1.2031"}, {"name": "kl_mean", "value": "4.1"}]}}}
        """;
    API.kubectl(
            "patch",
            "rlaifrun",
            "vegetarian",
            "--subresource=status",
            "--type=merge",
            "--patch=" + status)
        .orThrow();
  }

  @AfterEach
  void leaveTheServer() {
    System.clearProperty("kubeconfig");
  }

  @Test
  void saysWhatKubectlSays() throws IOException, InterruptedException {
    same(List.of(), List.of());
    same(List.of("-o", "wide"), List.of("-o", "wide"));
  }

  @Test
  void showsTheRunWhole() {
    assertThat(status("vegetarian", "-n", API.namespace()))
        .startsWith("RlaifRun " + API.namespace() + "/vegetarian: Training\n")
        .contains("kl_mean 4.1");
  }

  @Test
  void showsTheJudgeWhole() {
    assertThat(status("words", "-n", API.namespace()))
        .startsWith("RewardJudge " + API.namespace() + "/words\n");
  }

  /** Ages grow between the two looks, so that some looks may differ. */
  private static void same(List<String> ours, List<String> theirs)
      throws IOException, InterruptedException {
    String expected = "";
    String shown = "";
    for (int look = 0; look < LOOKS && (look == 0 || !shown.equals(expected)); look++) {
      List<String> options = new ArrayList<>(List.of("-n", API.namespace()));
      options.addAll(ours);
      expected = kubectl("rlaifruns", theirs) + "\n" + kubectl("rewardjudges", theirs);
      shown = status(options.toArray(String[]::new));
    }
    assertThat(shown).isEqualTo(expected);
  }

  private static String kubectl(String plural, List<String> options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("get", plural));
    all.addAll(options);
    String out = API.kubectl(all.toArray(String[]::new)).orThrow();
    return out.lines().map(line -> line.stripTrailing() + "\n").reduce("", String::concat);
  }

  private static String status(String... options) {
    StringWriter out = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("status"));
    arguments.addAll(List.of(options));
    int exit =
        Main.commandLine(Map.of("NO_COLOR", "1"))
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(exit).isZero();
    return out.toString();
  }
}
