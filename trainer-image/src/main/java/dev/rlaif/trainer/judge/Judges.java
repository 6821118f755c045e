package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.api.v1alpha1.ScoringMode;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.trainer.chat.ChatClient;
import dev.rlaif.trainer.chat.ChatEndpoint;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatFailure.Kind;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges as documents describe them, ready to score. */
public final class Judges {
  private static final Set<Kind> WRONG =
      EnumSet.of(Kind.NETWORK, Kind.TIMEOUT, Kind.REJECTED, Kind.MALFORMED);

  private final Sources sources;
  private final Map<String, String> environment;
  private final Optional<Path> folder;

  /**
   * @param folder of the workspace for records and cached scores; empty: neither is kept
   */
  public Judges(Sources sources, Map<String, String> environment, Optional<Path> folder) {
    this.sources = sources;
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  /** Opens a judge; one behind an endpoint is asked a question first, to see that it answers. */
  public Judge open(String name, RewardJudgeSpec spec) {
    Wordlist wordlist = spec.wordlist();
    if (wordlist != null) {
      return new WordlistJudge(WordlistRules.of(wordlist, sources), spec.scale());
    }
    Endpoint endpoint = spec.endpoint();
    JudgePrompt prompt = spec.prompt();
    Scoring scoring = spec.scoring();
    if (endpoint == null || prompt == null || scoring == null) {
      throw StageFailure.wrong(
          "RewardJudge "
              + name
              + ": serve is started by the operator only; on one machine start the server yourself"
              + " and give spec.endpoint, or use spec.wordlist");
    }
    var client = new ChatClient(ChatEndpoint.of(endpoint, sources, environment));
    try {
      requireAnswer(name, endpoint, scoring, client);
    } catch (StageFailure failure) {
      client.close();
      throw failure;
    }
    return new EndpointJudge(
        new EndpointJudge.Identity(endpoint.url(), endpoint.model(), prompt, spec.scale(), scoring),
        client,
        folder.map(path -> new ScoreCache(path.resolve("cache"))),
        folder.map(path -> new JudgeRecords(path.resolve("records.jsonl"))),
        Clock.systemUTC());
  }

  private static void requireAnswer(
      String name, Endpoint endpoint, Scoring scoring, ChatClient client) {
    boolean probability = scoring.mode() == ScoringMode.PROBABILITY;
    ChatResult result = client.probe(probability ? EndpointJudge.TOP_LOG_PROBS : 0);
    if (result instanceof ChatFailure failure && WRONG.contains(failure.kind())) {
      throw StageFailure.wrong(
          "RewardJudge " + name + ": " + failure.message() + ". " + advice(failure, endpoint));
    }
    if (probability && result instanceof ChatReply reply && reply.firstToken().isEmpty()) {
      throw StageFailure.wrong(
          "RewardJudge "
              + name
              + ": "
              + endpoint.url()
              + " returns no log-probabilities: allow "
              + EndpointJudge.TOP_LOG_PROBS
              + " top_logprobs there, or set spec.scoring.mode to text");
    }
  }

  private static String advice(ChatFailure failure, Endpoint endpoint) {
    return switch (failure.httpStatus()) {
      case 401, 403 -> "Check the API key that spec.endpoint.apiKeySecretRef names";
      case 404 ->
          "Check spec.endpoint.url (it usually ends with /v1) and spec.endpoint.model ("
              + endpoint.model()
              + ")";
      case 400, 422 -> "Check spec.endpoint.model (" + endpoint.model() + ") and spec.scoring";
      default ->
          "Start the judge's server, or correct spec.endpoint.url; try it with: curl "
              + endpoint.url()
              + "/models";
    };
  }
}
