package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.TokenChances;
import dev.rlaif.trainer.serve.ReplyShape.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one request, and what they said that the client was not told yet. The generating
 * thread adds to it and never waits; however slow the client reads, it holds no more than the text
 * of the answers.
 */
final class RunningAnswer {

  /**
   * What a choice said since it was asked last.
   *
   * @param text may be empty
   * @param chances of its tokens, if they were asked for
   * @param reason why the answer ended; null while it goes on
   */
  record Said(int choice, String text, List<TokenChances> chances, @Nullable String reason) {}

  private final AnswerRequest request;
  private final ServeMetrics metrics;
  private final List<AnswerRow> rows = new ArrayList<>();
  private final List<Unsaid> unsaid = new ArrayList<>();
  private final int promptTokens;
  private final long start = System.nanoTime();
  private Runnable wake = () -> {};
  private boolean woken;
  private @Nullable ApiError error;
  private int cachedTokens;
  private int completionTokens;
  private int open;
  private boolean spoken;

  RunningAnswer(AnswerRequest request, AnswerEngine engine, ServeMetrics metrics) {
    this.request = request;
    this.metrics = metrics;
    this.promptTokens = request.prompts().stream().mapToInt(prompt -> prompt.length).sum();
    for (int p = 0; p < request.prompts().size(); p++) {
      for (int n = 0; n < request.choices(); n++) {
        unsaid.add(new Unsaid());
        rows.add(new AnswerRow(this, rows.size(), p, engine));
      }
    }
    this.open = rows.size();
  }

  AnswerRequest request() {
    return request;
  }

  List<AnswerRow> rows() {
    return rows;
  }

  /**
   * Whom to tell that there is something to say, in a stream as soon as there is, else when all is
   * said or something failed.
   *
   * @param listener returns at once; is not called again before {@link #take}
   */
  synchronized void listen(Runnable listener) {
    wake = listener;
    woken = false;
    if (error != null || open == 0 || request.stream()) {
      wake();
    }
  }

  /** Whether all answers are complete. */
  synchronized boolean isDone() {
    return open == 0;
  }

  /**
   * What there is to say, of the choices that said something.
   *
   * @throws ApiError the answer failed
   */
  synchronized List<Said> take() {
    woken = false;
    if (error != null) {
      throw error;
    }
    List<Said> said = new ArrayList<>();
    for (int choice = 0; choice < unsaid.size(); choice++) {
      unsaid.get(choice).take(choice).ifPresent(said::add);
    }
    return said;
  }

  synchronized Usage usage() {
    return Usage.of(promptTokens, cachedTokens, completionTokens);
  }

  /** Nobody waits for it any more. */
  void cancel() {
    rows.forEach(AnswerRow::cancel);
  }

  /**
   * The prompt of a choice was read.
   *
   * @param tokens of it
   * @param cached of them, which were known from other prompts
   */
  synchronized void promptRead(int choice, int tokens, int cached) {
    metrics.prefixCache(request.model().name(), tokens, cached);
    // a prompt of several choices counts once in the usage
    if (choice % request.choices() == 0) {
      cachedTokens += cached;
    }
  }

  /** A token was drawn, the first of its row. */
  synchronized void firstToken() {
    metrics.generated(request.model().name());
    if (!spoken) {
      spoken = true;
      metrics.firstToken(request.model().name(), elapsed());
    }
  }

  /** A token was drawn, after another. */
  void nextToken(Duration sinceLast) {
    metrics.generated(request.model().name());
    metrics.nextToken(sinceLast);
  }

  synchronized void text(int choice, String piece) {
    unsaid.get(choice).text.append(piece);
    if (request.stream() && !piece.isEmpty()) {
      wake();
    }
  }

  synchronized void chances(int choice, TokenChances chances) {
    unsaid.get(choice).chances.add(chances);
  }

  synchronized void done(int choice, String reason, int tokens) {
    unsaid.get(choice).reason = reason;
    completionTokens += tokens;
    if (--open == 0) {
      metrics.answered(request.model().name(), elapsed(), promptTokens);
    }
    if (request.stream() || open == 0) {
      wake();
    }
  }

  synchronized void failed(ApiError cause) {
    if (open > 0) {
      error = cause;
      wake();
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void wake() {
    if (!woken) {
      woken = true;
      wake.run();
    }
  }

  private static final class Unsaid {
    private final StringBuilder text = new StringBuilder();
    private final List<TokenChances> chances = new ArrayList<>();
    private @Nullable String reason;

    private Optional<Said> take(int choice) {
      if (text.isEmpty() && chances.isEmpty() && reason == null) {
        return Optional.empty();
      }
      Said said = new Said(choice, text.toString(), List.copyOf(chances), reason);
      text.setLength(0);
      chances.clear();
      reason = null;
      return Optional.of(said);
    }
  }
}
