package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.api.v1alpha1.ScoringMode;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.chat.TokenUsage;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A language model behind an OpenAI API, asked with a prompt template. */
public final class EndpointJudge implements Judge {
  /** As many alternatives as servers commonly give (vLLM's {@code --max-logprobs}). */
  static final int TOP_LOG_PROBS = 20;

  /** What decides a score; its JSON is hashed, so its components' order matters. */
  record Identity(
      String url,
      String model,
      int promptVersion,
      JudgePrompt prompt,
      Scale scale,
      Scoring scoring) {

    Identity(String url, String model, JudgePrompt prompt, Scale scale, Scoring scoring) {
      this(url, model, PromptTemplate.VERSION, prompt, scale, scoring);
    }
  }

  private record CacheKey(String judge, int repetition, String question, String answer) {}

  private final Identity identity;
  private final String hash;
  private final String promptHash;
  private final Chat chat;
  private final PromptTemplate template;
  private final Optional<ScoreCache> cache;
  private final Optional<JudgeRecords> records;
  private final Clock clock;
  private final Runnable whenClosed;

  /** Calls under way: the same answer twice in a batch is asked about once. */
  private final Map<String, CompletableFuture<Judgement>> underWay = new ConcurrentHashMap<>();

  EndpointJudge(
      Identity identity,
      Chat chat,
      Optional<ScoreCache> cache,
      Optional<JudgeRecords> records,
      Clock clock,
      Runnable whenClosed) {
    this.identity = identity;
    this.hash = Fingerprint.ofJson(identity);
    this.promptHash = Fingerprint.ofJson(identity.prompt());
    this.chat = chat;
    this.template = new PromptTemplate(identity.prompt(), identity.scale());
    this.cache = cache;
    this.records = records;
    this.clock = clock;
    this.whenClosed = whenClosed;
  }

  @Override
  public String name() {
    return identity.model();
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer) {
    return judge(answer, 0);
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer, int repetition) {
    int samples = identity.scoring().samples();
    List<CompletableFuture<Judgement>> calls =
        IntStream.range(0, samples)
            .mapToObj(sample -> call(answer, repetition * samples + sample))
            .toList();
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(done -> Judgements.mean(calls.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<Judgement> call(Answer answer, int number) {
    String key = Fingerprint.ofJson(new CacheKey(hash, number, answer.question(), answer.text()));
    Optional<ScoreCache.Entry> known = cache.flatMap(c -> c.find(key));
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(cached(known.get()));
    }
    CompletableFuture<Judgement> mine = new CompletableFuture<>();
    CompletableFuture<Judgement> earlier = underWay.putIfAbsent(key, mine);
    if (earlier != null) {
      return earlier;
    }
    ask(answer, number, key, number)
        .thenCompose(
            first -> again(first) ? ask(answer, number, key + "-again", ~number) : done(first))
        .whenComplete((judgement, failure) -> end(key, mine, judgement, failure));
    return mine;
  }

  /** Kept first, so that whoever hears of the score and asks again finds it. */
  private void end(
      String key,
      CompletableFuture<Judgement> call,
      @Nullable Judgement judgement,
      @Nullable Throwable failure) {
    Throwable broken = failure;
    if (judgement != null) {
      try {
        judgement.p().ifPresent(p -> cache.ifPresent(c -> c.put(key, entry(p, judgement))));
      } catch (StageFailure full) {
        broken = full;
      }
    }
    underWay.remove(key);
    if (broken == null) {
      call.complete(judgement);
    } else {
      call.completeExceptionally(broken);
    }
  }

  /** At temperature 0 the same prompt would only bring the same unreadable reply. */
  private boolean again(Judgement judgement) {
    return judgement.status() == JudgementStatus.PARSE_ERROR
        && identity.scoring().temperature() > 0;
  }

  private CompletableFuture<Judgement> ask(Answer answer, int number, String key, long seed) {
    Scoring scoring = identity.scoring();
    ChatRequest request =
        ChatRequest.text(template.messages(answer), scoring.temperature(), scoring.maxTokens());
    if (scoring.temperature() > 0) {
      request = request.withSeed(seed & Integer.MAX_VALUE);
    }
    if (scoring.mode() == ScoringMode.PROBABILITY) {
      request = request.withTopLogProbs(TOP_LOG_PROBS);
    }
    return chat.send(request).thenApply(result -> judgement(answer, number, key, result));
  }

  private Judgement judgement(Answer answer, int number, String key, ChatResult result) {
    if (result instanceof ChatFailure failure) {
      Judgement missing = Judgements.missing(failure);
      record(answer, number, key, missing, OptionalDouble.empty(), TokenUsage.UNKNOWN);
      return missing;
    }
    ChatReply reply = (ChatReply) result;
    ReplyScore score = ReplyScore.of(reply, identity.scoring(), identity.scale());
    var status = score.p().isPresent() ? JudgementStatus.OK : JudgementStatus.PARSE_ERROR;
    var judgement =
        new Judgement(status, score.p(), reply.text(), reply.attempts(), reply.latency());
    record(answer, number, key, judgement, score.labelMass(), reply.usage());
    return judgement;
  }

  private void record(
      Answer answer,
      int number,
      String key,
      Judgement judgement,
      OptionalDouble labelMass,
      TokenUsage usage) {
    if (records.isEmpty()) {
      return;
    }
    Scoring scoring = identity.scoring();
    records
        .get()
        .add(
            new JudgeRecord(
                clock.instant().toString(),
                key,
                identity.model(),
                hash,
                promptHash,
                scoring.mode().name().toLowerCase(Locale.ROOT),
                scoring.temperature(),
                number,
                answer.question(),
                answer.text(),
                judgement.raw(),
                judgement.status(),
                orNull(judgement.p()),
                orNull(labelMass),
                judgement.attempts(),
                judgement.latency().toMillis(),
                usage.promptTokens(),
                usage.completionTokens()));
  }

  private static Judgement cached(ScoreCache.Entry entry) {
    var p = OptionalDouble.of(entry.p());
    return new Judgement(JudgementStatus.OK, p, entry.raw(), 0, Duration.ZERO);
  }

  private static ScoreCache.Entry entry(double p, Judgement judgement) {
    return new ScoreCache.Entry(p, judgement.raw());
  }

  private static CompletableFuture<Judgement> done(Judgement judgement) {
    return CompletableFuture.completedFuture(judgement);
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  @Override
  public Optional<Outage> outage() {
    return chat.outage();
  }

  @Override
  public void close() {
    chat.close();
    whenClosed.run();
  }
}
