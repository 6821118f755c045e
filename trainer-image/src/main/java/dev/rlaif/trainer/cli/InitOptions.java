package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What {@code init} may be told, and asks for where it is not. */
final class InitOptions {
  private static final String ENDPOINT = "endpoint";
  private static final String WORDLIST = "wordlist";

  /** Of a name of Kubernetes, with room for what is appended to it. */
  private static final int LONGEST_NAME = 40;

  /** Offered to be edited. */
  private static final List<String> TOPICS =
      List.of(
          "everyday questions",
          "work and study",
          "cooking",
          "travel",
          "health",
          "money",
          "family and friends",
          "technology",
          "news and history",
          "writing");

  @Option(
      names = "--principle",
      paramLabel = "TEXT",
      description = "What the answers shall be like, in one sentence.")
  private Optional<String> principle = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the run.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--judge",
      paramLabel = "KIND",
      description = "Who scores: endpoint (a model behind a server) or wordlist.")
  private Optional<String> judge = Optional.empty();

  @Option(
      names = "--judge-url",
      paramLabel = "URL",
      description = "Base of the judge's API, such as http://localhost:8000/v1.")
  private Optional<String> judgeUrl = Optional.empty();

  @Option(
      names = "--judge-model",
      paramLabel = "MODEL",
      description = "Name of the judging model, as its server knows it.")
  private Optional<String> judgeModel = Optional.empty();

  @Option(
      names = "--judge-key-secret",
      paramLabel = "NAME",
      description = "Name of the secret with the server's key; none is needed without.")
  private Optional<String> judgeKeySecret = Optional.empty();

  @Option(
      names = "--forbid",
      paramLabel = "WORDS",
      description = "Words that make an answer bad, parted by commas.")
  private Optional<String> forbid = Optional.empty();

  @Option(
      names = "--require",
      paramLabel = "WORDS",
      description = "Words of which a useful answer has at least one, parted by commas.")
  private Optional<String> require = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "URI",
      description =
          "Model to train: a folder (file:///PATH), hf://ORG/NAME or bundled://models/food-small.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--topics",
      paramLabel = "TOPICS",
      description = "What questions are written about, parted by commas.")
  private Optional<String> topics = Optional.empty();

  @Option(
      names = "--gpus",
      defaultValue = "0",
      paramLabel = "N",
      description = "GPUs of training and serving on a cluster; default: ${DEFAULT-VALUE}.")
  private int gpus;

  /** Asks for what was not given. */
  NewRun ask(Interview interview) {
    interview.say("Return takes what stands in brackets.");
    String sentence =
        interview
            .text(principle, "What shall the answers be like? One sentence", "")
            .replaceAll("\\s+", " ");
    if (sentence.isEmpty()) {
      throw StageFailure.wrong(
          "no principle: say it with --principle, such as \"Only vegetarian dishes are suggested.\"");
    }
    String called = interview.text(name, "Name of the run", slug(sentence));
    NewRun.Scorer scorer = scorer(interview);
    String trained = interview.text(model, "Model to train", NewRun.BUNDLED);
    boolean bundled = trained.equals(NewRun.BUNDLED);
    List<String> about =
        bundled && topics.isEmpty()
            ? List.of("food")
            : interview.list(topics, "Topics of the questions, parted by commas", TOPICS);
    return new NewRun(called, sentence, scorer, trained, about, gpus);
  }

  private NewRun.Scorer scorer(Interview interview) {
    Optional<String> kind =
        judge.or(() -> judgeUrl.map(url -> ENDPOINT)).or(() -> forbid.map(words -> WORDLIST));
    String chosen = interview.choice(kind, "Who judges", List.of(ENDPOINT, WORDLIST));
    return switch (chosen) {
      case ENDPOINT -> endpoint(interview);
      case WORDLIST -> words(interview);
      default ->
          throw StageFailure.wrong("--judge is " + chosen + ": must be endpoint or wordlist");
    };
  }

  private NewRun.Endpoint endpoint(Interview interview) {
    String url = interview.text(judgeUrl, "Base of the judge's API", "http://localhost:8000/v1");
    String scorer = interview.text(judgeModel, "Name of the model there", "judge");
    String secret = interview.text(judgeKeySecret, "Name of the secret with its key, if any", "");
    return new NewRun.Endpoint(
        url, scorer, Optional.of(secret).filter(called -> !called.isEmpty()));
  }

  private NewRun.Words words(Interview interview) {
    List<String> bad =
        interview.list(forbid, "Words that make an answer bad, parted by commas", List.of());
    if (bad.isEmpty()) {
      throw StageFailure.wrong("a wordlist without words: give some with --forbid");
    }
    List<String> useful =
        interview.list(
            require, "Words of which a useful answer has one, parted by commas, if any", List.of());
    return new NewRun.Words(bad, useful);
  }

  /** The first words, as a name of Kubernetes. */
  private static String slug(String sentence) {
    String plain = sentence.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
    String words = Arrays.stream(plain.split(" ", -1)).limit(3).collect(Collectors.joining("-"));
    String begins =
        words.isEmpty() || !Character.isLetter(words.charAt(0)) ? "run-" + words : words;
    String cut = begins.substring(0, Math.min(LONGEST_NAME, begins.length()));
    return cut.replaceAll("-+$", "");
  }
}
