package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.api.v1alpha1.ScoringMode;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ChatClient;
import dev.rlaif.trainer.chat.ChatEndpoint;
import dev.rlaif.trainer.chat.EndpointCheck;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Judges as documents describe them, ready to score. */
public final class Judges {
  private final Sources sources;
  private final Map<String, String> environment;
  private final Optional<Workspace> workspace;

  /**
   * @param workspace for records of calls and for cached scores; empty: neither is kept
   */
  public Judges(Sources sources, Map<String, String> environment, Optional<Workspace> workspace) {
    this.sources = sources;
    this.environment = Map.copyOf(environment);
    this.workspace = workspace;
  }

  /** Opens a judge; one behind an endpoint is asked a question first, to see that it answers. */
  public Judge open(JudgePlan plan) {
    String name = plan.name();
    RewardJudgeSpec spec = plan.spec();
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
              + ": spec.serve is started by the operator, which then plans with its endpoint; on one"
              + " machine start the server yourself and give spec.endpoint, or use spec.wordlist");
    }
    var chatEndpoint = ChatEndpoint.of(endpoint, sources, environment);
    var client = new ChatClient(chatEndpoint);
    int logProbs = scoring.mode() == ScoringMode.PROBABILITY ? EndpointJudge.TOP_LOG_PROBS : 0;
    try {
      EndpointCheck.require(
          "RewardJudge " + name + " spec.endpoint", chatEndpoint, client, logProbs);
    } catch (StageFailure failure) {
      client.close();
      throw failure.because(Reason.JUDGE_UNAVAILABLE);
    }
    return new EndpointJudge(
        new EndpointJudge.Identity(endpoint.url(), endpoint.model(), prompt, spec.scale(), scoring),
        client,
        workspace.map(folder -> new ScoreCache(folder.judgeCache(name))),
        workspace.map(folder -> new JudgeRecords(folder.judgeRecords(name))),
        Clock.systemUTC());
  }
}
