package dev.rlaif.trainer.judge;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.Combination;
import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.Format;
import dev.rlaif.api.v1alpha1.JudgePart;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Opens a judge; every endpoint is asked a question first, to see that it answers. */
  public Judge open(JudgePlan plan) {
    return new Opening(plan).judge();
  }

  /** One judge with what its parts share. */
  private final class Opening {
    private final String name;
    private final RewardJudgeSpec spec;
    private final Optional<ScoreCache> cache;
    private @Nullable JudgeRecords records;

    Opening(JudgePlan plan) {
      this.name = plan.name();
      this.spec = plan.spec();
      this.cache = workspace.map(folder -> new ScoreCache(folder.judgeCache(name)));
    }

    Judge judge() {
      List<JudgePart> parts = spec.parts();
      return parts == null ? whole() : combined(parts);
    }

    private Judge whole() {
      Wordlist wordlist = spec.wordlist();
      Format format = spec.format();
      if (wordlist != null) {
        return new WordlistJudge(WordlistRules.of(wordlist, sources), spec.scale());
      }
      if (format != null) {
        return new FormatJudge(at("spec.format"), format, spec.scale());
      }
      if (spec.endpoint() == null) {
        throw StageFailure.wrong(
            "RewardJudge "
                + name
                + ": spec.serve is started by the operator, which then plans with its endpoint; on"
                + " one machine start the server yourself and give spec.endpoint, or use"
                + " spec.wordlist");
      }
      return asked("spec", spec.endpoint(), spec.prompt(), spec.scoring(), this::close);
    }

    private Judge combined(List<JudgePart> parts) {
      List<CombinedJudge.Part> judges = new ArrayList<>();
      try {
        for (JudgePart part : parts) {
          double weight = requireNonNullElse(part.weight(), 1.0);
          judges.add(new CombinedJudge.Part(part.name(), weight, part(part)));
        }
      } catch (StageFailure failure) {
        judges.forEach(opened -> opened.judge().close());
        close();
        throw failure;
      }
      Combination combine = requireNonNullElse(spec.combine(), Combination.MEAN);
      return new CombinedJudge(judges, combine, this::close);
    }

    private Judge part(JudgePart part) {
      String field = "spec.parts[" + part.name() + "]";
      Wordlist wordlist = part.wordlist();
      Format format = part.format();
      if (wordlist != null) {
        return new WordlistJudge(WordlistRules.of(wordlist, sources), spec.scale());
      }
      return format != null
          ? new FormatJudge(at(field + ".format"), format, spec.scale())
          : asked(field, part.endpoint(), part.prompt(), part.scoring(), () -> {});
    }

    private Judge asked(
        String field,
        @Nullable Endpoint endpoint,
        @Nullable JudgePrompt prompt,
        @Nullable Scoring scoring,
        Runnable whenClosed) {
      if (endpoint == null || prompt == null || scoring == null) {
        throw StageFailure.wrong(at(field) + " has no endpoint, or no prompt.template: give both");
      }
      var chatEndpoint = ChatEndpoint.of(endpoint, sources, environment);
      var client = new ChatClient(chatEndpoint);
      int logProbs = scoring.mode() == ScoringMode.PROBABILITY ? EndpointJudge.TOP_LOG_PROBS : 0;
      try {
        EndpointCheck.require(at(field + ".endpoint"), chatEndpoint, client, logProbs);
      } catch (StageFailure failure) {
        client.close();
        throw failure.because(Reason.JUDGE_UNAVAILABLE);
      }
      return new EndpointJudge(
          new EndpointJudge.Identity(
              endpoint.url(), endpoint.model(), prompt, spec.scale(), scoring),
          client,
          cache,
          workspace.map(this::records),
          Clock.systemUTC(),
          whenClosed);
    }

    /** One file for all parts, opened when the first of them is known to answer. */
    private JudgeRecords records(Workspace folder) {
      JudgeRecords open = records;
      if (open == null) {
        open = new JudgeRecords(folder.judgeRecords(name));
        records = open;
      }
      return open;
    }

    private void close() {
      if (records != null) {
        records.close();
      }
    }

    private String at(String field) {
      return "RewardJudge " + name + " " + field;
    }
  }
}
