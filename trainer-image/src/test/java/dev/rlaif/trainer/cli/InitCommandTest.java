package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
  private static final String PRINCIPLE = "Only vegetarian dishes: \"no\" meat, # nor fish";

  @TempDir private Path folder;
  private Path out = Path.of("");
  private String said = "";

  @BeforeEach
  void place() {
    out = folder.resolve("new");
  }

  private int run(String typed, String... arguments) {
    var text = new StringWriter();
    int exit =
        Main.commandLine(Shell.ENVIRONMENT, new StringReader(typed))
            .setOut(new PrintWriter(text, true))
            .setErr(new PrintWriter(text, true))
            .execute(arguments);
    said = text.toString();
    return exit;
  }

  private int init(String typed, String... more) {
    List<String> arguments = new ArrayList<>(List.of("init", "--out", out.toString()));
    arguments.addAll(List.of(more));
    return run(typed, arguments.toArray(new String[0]));
  }

  private void plans() {
    assertThat(run("", "plan", "--json", "-f", out.resolve("run.yaml").toString()))
        .as(said)
        .isZero();
  }

  @Test
  void aWordlistWithoutAQuestion() throws IOException {
    assertThat(init("", "--yes", "--principle", PRINCIPLE, "--forbid", "beef, ham")).isZero();

    assertThat(said).contains("run.yaml", "pairs.jsonl", "judge check").doesNotContain("?:");
    assertThat(Files.readAllLines(out.resolve("pairs.jsonl")))
        .hasSize(20)
        .allSatisfy(line -> assertThat(line).endsWith("\"good\": \"\", \"bad\": \"\"}"));
    assertThat(out.resolve("topics.txt")).hasContent("food");
    plans();
    assertThat(said).contains("\"only-vegetarian-dishes-judge\"", "\"beef\"", "\"ham\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "server-key"})
  void anEndpointJudgesAndWritesTheQuestions(String secret) throws IOException {
    assertThat(
            init(
                "",
                "--yes",
                "--principle=" + PRINCIPLE,
                "--name=plain",
                "--judge-url=https://judge.example/v1",
                "--judge-model=large",
                "--judge-key-secret=" + secret,
                "--model=hf://org/small-chat",
                "--topics=lunch, \"quick\" dinners"))
        .as(said)
        .isZero();

    assertThat(said.contains("RLAIF_SECRET_SERVER_KEY_TOKEN")).isEqualTo(!secret.isEmpty());
    assertThat(Files.readAllLines(out.resolve("topics.txt")))
        .containsExactly("lunch", "\"quick\" dinners");
    plans();
    assertThat(said).contains("https://judge.example/v1", "\\\"quick\\\" dinners");
  }

  @Test
  void asksForWhatIsNotGivenAndTakesWhatIsUsual() {
    assertThat(init(PRINCIPLE + "\nfood\nnonsense\nword\nbeef,ham\n\n\n")).as(said).isZero();

    assertThat(said)
        .contains("What shall the answers be like", "\"nonsense\" is none of them", "Who judges");
    plans();
    assertThat(said).contains("\"name\" : \"food\"").contains("food-small");
  }

  @Test
  void nothingIsWrittenOverUnasked() throws IOException {
    init("", "--yes", "--principle", PRINCIPLE, "--forbid", "beef");
    Files.writeString(out.resolve("run.yaml"), "mine");

    assertThat(init("", "--yes", "--principle", PRINCIPLE, "--forbid", "ham")).isEqualTo(42);
    assertThat(said).contains("is there already", "--overwrite");
    assertThat(init("a\nb\n\nno\n", "--principle", PRINCIPLE, "--forbid", "ham")).isEqualTo(42);
    assertThat(out.resolve("run.yaml")).hasContent("mine");

    assertThat(init("", "--yes", "--overwrite", "--principle", PRINCIPLE, "--forbid", "ham"))
        .isZero();
    plans();
  }

  @Test
  void whatMakesNoRunIsNotWritten() {
    assertThat(init("", "--yes", "--principle=x", "--forbid=beef", "--name=No Name!"))
        .isEqualTo(42);
    assertThat(said).contains("makes no run", "metadata.name");
    assertThat(init("", "--yes", "--judge=wordlist", "--principle=x")).isEqualTo(42);
    assertThat(said).contains("--forbid");
    assertThat(init("", "--yes")).isEqualTo(42);
    assertThat(said).contains("--principle");
    assertThat(out).doesNotExist();
  }

  /** The first run gets as far as the proof, which says what is to be done. */
  @Test
  void theRunAsksForLabelsThen() {
    init("", "--yes", "--principle", PRINCIPLE, "--forbid", "beef");

    int exit =
        run(
            "",
            "run",
            "-f",
            out.resolve("run.yaml").toString(),
            "--view",
            "--workspace",
            folder.resolve("runs").toString());

    assertThat(exit).isEqualTo(42);
    assertThat(said)
        .contains("== judge", "pairs.jsonl:1", "good", "look at it: http://127.0.0.1:")
        .doesNotContain("\tat ");
  }
}
