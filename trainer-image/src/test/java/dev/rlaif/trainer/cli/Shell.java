package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line in this process, with the small example cut down to one short step. */
public final class Shell {
  public static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  public static final Path MODEL = EXAMPLES.resolve("models/food-small");
  public static final Map<String, String> ENVIRONMENT =
      Map.of("RLAIF_HOME", EXAMPLES.resolveSibling("").toString());

  private static final List<String> SHORT =
      List.of(
          "training.steps=1",
          "rollout.batchSize=16",
          "rollout.maxNewTokens=8",
          "algorithm.overrides.referenceNormalise=false");

  final Path folder;
  final Path workspace;
  private String out = "";
  private String err = "";

  Shell(Path folder) {
    this.folder = folder;
    this.workspace = folder.resolve("workspace");
  }

  public static String example() throws IOException {
    return Files.readString(EXAMPLES.resolve("vegetarian-small.yaml"));
  }

  int run(String... arguments) {
    var outText = new StringWriter();
    var errText = new StringWriter();
    int exit =
        Main.commandLine(ENVIRONMENT)
            .setOut(new PrintWriter(outText, true))
            .setErr(new PrintWriter(errText, true))
            .execute(arguments);
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  /** A command of a run on the document, in the workspace of this shell. */
  int run(String command, String document, List<String> more) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), document);
    return run(arguments(command, file, more));
  }

  String[] arguments(String command, Path file, List<String> more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(command, "-f", file.toString(), "-w", workspace.toString()));
    for (String set : SHORT) {
      arguments.addAll(List.of("--set", set));
    }
    arguments.addAll(more);
    return arguments.toArray(new String[0]);
  }

  /** The last command gave one message with all of this, and trained nothing. */
  void refused(String... parts) {
    assertThat(err).startsWith("rlaif: ").contains(parts);
    assertThat(err).doesNotContain("\tat ").doesNotContain("please report");
    assertThat(workspace.resolve("adapter")).doesNotExist();
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
