package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.LiveRequest;
import dev.rlaif.trainer.rollout.RowListener;
import dev.rlaif.trainer.rollout.TokenChances;
import java.time.Duration;

/**
 * One answer that is wanted: a row of the batch. All but {@link #cancel} and {@link #isWanted}
 * happens on the generating thread.
 */
final class AnswerRow implements RowListener {
  private final RunningAnswer answer;
  private final int choice;
  private final LiveRequest generation;
  private final IncrementalText text;
  private final StopText stop;
  private final int wantedChances;
  private int tokens;
  private long lastToken;
  private boolean over;
  private volatile boolean cancelled;

  AnswerRow(RunningAnswer answer, int choice, int prompt, AnswerEngine engine) {
    AnswerRequest request = answer.request();
    this.answer = answer;
    this.choice = choice;
    this.generation =
        new LiveRequest(
            request.prompts().get(prompt),
            request.seed() * 1_000_003L + choice,
            request.temperature(),
            request.topP(),
            request.maxTokens().get(prompt),
            request.model().adapter(),
            this);
    this.text = new IncrementalText(engine::decode);
    this.stop = new StopText(request.stop());
    this.wantedChances = request.wantedChances();
  }

  LiveRequest generation() {
    return generation;
  }

  RunningAnswer answer() {
    return answer;
  }

  /** Whether it is complete, failed or not wanted any more. */
  boolean isOver() {
    return over || cancelled;
  }

  /** Nobody waits for this answer any more. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isWanted() {
    return !cancelled;
  }

  @Override
  public int wantedChances() {
    return wantedChances;
  }

  @Override
  public void chances(TokenChances chances) {
    answer.chances(choice, chances);
  }

  @Override
  public void promptRead(int reused) {
    answer.promptRead(choice, generation.promptIds().length, reused);
  }

  @Override
  public boolean token(int id) {
    if (isOver()) {
      return false;
    }
    measure();
    tokens++;
    answer.text(choice, stop.append(text.append(id)));
    if (stop.found()) {
      end("stop");
    }
    return !over;
  }

  @Override
  public void finished(FinishReason reason) {
    end(reason == FinishReason.STOP ? "stop" : "length");
  }

  private void measure() {
    long now = System.nanoTime();
    if (tokens == 0) {
      answer.firstToken();
    } else {
      answer.nextToken(Duration.ofNanos(now - lastToken));
    }
    lastToken = now;
  }

  void fail(ApiError error) {
    if (!over) {
      over = true;
      answer.failed(error);
    }
  }

  private void end(String reason) {
    over = true;
    if (!stop.found()) {
      String rest = stop.append(text.end());
      answer.text(choice, stop.found() ? rest : rest + stop.end());
    }
    answer.done(choice, stop.found() ? "stop" : reason, tokens);
  }
}
