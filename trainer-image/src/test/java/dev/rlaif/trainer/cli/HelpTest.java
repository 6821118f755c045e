package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int run(Map<String, String> environment, List<String> arguments) {
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(new String[0]));
  }

  @AfterEach
  void forgetAnsi() {
    System.clearProperty("picocli.ansi");
  }

  static Stream<List<String>> commands() {
    return paths(List.of(), Main.commandLine(Map.of()));
  }

  private static Stream<List<String>> paths(List<String> path, CommandLine command) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(
                sub -> {
                  List<String> longer = new ArrayList<>(path);
                  longer.add(sub.getKey());
                  return paths(longer, sub.getValue());
                }));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpNamesEachOption(List<String> path) {
    CommandLine command = Main.commandLine(Map.of());
    for (String name : path) {
      command = Objects.requireNonNull(command.getSubcommands().get(name));
    }
    List<String> arguments = new ArrayList<>(path);
    arguments.add("--help");

    assertThat(run(Map.of(), arguments)).as(err.toString()).isZero();

    assertThat(out.toString()).contains("Usage: rlaif");
    for (var option : command.getCommandSpec().options()) {
      assertThat(out.toString()).contains(option.names());
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
    assertThat(command.getSubcommands().keySet())
        .allSatisfy(name -> assertThat(out.toString()).contains(name));
  }

  /** As bash does when somebody presses the tabulator key. */
  @ParameterizedTest
  @CsvSource({
    "rlaif ev, evaluate",
    "rlaif run --works, --workspace",
    "rlaif judge che, check",
    "rlaif completion z, zsh",
  })
  void bashCompletes(String typed, String completed) throws Exception {
    assertThat(run(Map.of(), List.of("completion", "bash"))).isZero();
    Path script = Files.writeString(folder.resolve("completion"), out.toString());
    List<String> lines =
        List.of(
            "source " + script,
            "complete -p rlaif > /dev/null || exit 3",
            "COMP_WORDS=(" + typed + ")",
            "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))",
            "COMP_LINE='" + typed + "'",
            "COMP_POINT=${#COMP_LINE}",
            "_complete_rlaif rlaif \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\"",
            "printf '%s\\n' \"${COMPREPLY[@]}\"");
    Process bash =
        new ProcessBuilder("bash", "-c", String.join("\n", lines))
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said.lines().map(line -> line.strip().toLowerCase(Locale.ROOT)).toList())
        .contains(completed);
  }

  @Test
  void completionIsAScript() {
    assertThat(run(Map.of(), List.of("completion"))).isZero();
    assertThat(out.toString()).contains("complete -F", "rlaif", "evaluate", "--workspace");
    out.getBuffer().setLength(0);
    assertThat(run(Map.of(), List.of("completion", "zsh"))).isZero();
    assertThat(out.toString()).startsWith("autoload -U +X bashcompinit");
  }

  @Test
  void noColorMeansNoEscapes() {
    System.setProperty("picocli.ansi", "true");
    List<String> bad = List.of("run", "-f", Path.of("none.yaml").toString());
    assertThat(run(Map.of(), bad)).isEqualTo(42);
    assertThat(err.toString()).contains("\u001B[");
    err.getBuffer().setLength(0);

    assertThat(run(Map.of("NO_COLOR", "1"), bad)).isEqualTo(42);

    assertThat(err.toString()).contains("none.yaml").doesNotContain("\u001B[");
  }
}
