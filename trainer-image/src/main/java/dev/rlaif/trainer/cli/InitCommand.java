package dev.rlaif.trainer.cli;

import dev.rlaif.plan.Documents;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description =
        "Begins a project: asks for a principle and writes judge, run, topics, and pairs to label."
            + " What is given as an option is not asked.")
final class InitCommand implements Callable<Integer> {
  /** As many as tell a judge that works from one that does not. */
  private static final int PAIRS = 20;

  private static final String QUESTIONS = "bundled://vegetarian/train.jsonl";

  @Mixin private final InitOptions given = new InitOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder for the files; default: the name of the run.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "Asks nothing: what is not given is as usual.")
  private boolean yes;

  @Option(names = "--overwrite", description = "Writes over files that are there, without asking.")
  private boolean overwrite;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    var interview = new Interview(Main.input(command), out, !yes);
    NewRun run = given.ask(interview);
    Path at = folder.orElse(Path.of(run.name()));
    Path pairs = at.resolve("pairs.jsonl").toAbsolutePath().normalize();
    String yaml = NewRunYaml.of(run, pairs);
    check(yaml);
    Path document = at.resolve("run.yaml");
    write(document, yaml, interview);
    write(pairs, NewRunYaml.pairs(questions(run)), interview);
    write(at.resolve("topics.txt"), String.join("\n", run.topics()) + "\n", interview);
    out.println(next(run, document, pairs));
    out.flush();
    return 0;
  }

  /** Nothing is written that could not be run. */
  private static void check(String yaml) {
    RunPlanner.plan(Documents.parse(Map.of("run.yaml", yaml), List.of()))
        .orElseThrow(
            problems ->
                StageFailure.wrong(
                    "what was given makes no run:\n"
                        + problems.stream()
                            .map(Problem::toString)
                            .map(problem -> "  " + problem)
                            .collect(Collectors.joining("\n"))));
  }

  private void write(Path file, String text, Interview interview) {
    if (Files.exists(file)
        && !overwrite
        && !interview.confirms(file + " is there already; write over it?")) {
      throw StageFailure.wrong(
          file + " is there already: give another folder with --out, or --overwrite");
    }
    AtomicFile.write(file, text);
  }

  /** Real questions where there are some, else one of each topic. */
  private List<String> questions(NewRun run) {
    if (!run.isBundled()) {
      return Stream.generate(() -> run.topics())
          .limit(PAIRS)
          .flatMap(List::stream)
          .limit(PAIRS)
          .map(topic -> "Could you help me with " + topic + "?")
          .distinct()
          .toList();
    }
    String text = Sources.of(Main.environment(command), Map.of()).text(QUESTIONS);
    return JsonLines.read(QUESTIONS, text).stream()
        .limit(PAIRS)
        .map(line -> line.text("question"))
        .toList();
  }

  private static String next(NewRun run, Path document, Path pairs) {
    String key =
        run.scorer() instanceof NewRun.Endpoint endpoint
            ? endpoint
                .keySecret()
                .map(
                    secret ->
                        "%n  export %s=...    the key of the judge's server"
                            .formatted(ApiKey.variable(secret, "token")))
                .orElse("")
            : "";
    return """
        written: %s, and beside it pairs.jsonl and topics.txt
        next:
          1. write into each line of %s an answer that keeps the principle, and one that breaks it
          2. ./rlaif plan -f %s     what will be done, every default filled in%s
          3. ./rlaif judge check -f %s     does the judge see it as you do?
          4. ./rlaif run -f %s"""
        .formatted(document, pairs, document, key, document, document);
  }
}
