package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.rollout.TokenChances;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One answer that is wanted: a row of a batch. All but {@link #cancel} happens on the generating
 * thread.
 */
final class AnswerRow {

  /** Rows with the same key can be generated together. */
  record Key(AnswerEngine engine, double temperature, double topP) {}

  private final Key key;
  private final int choice;
  private final int[] promptIds;
  private final long seed;
  private final int maxTokens;
  private final IncrementalText text;
  private final StopText stop;
  private final Consumer<RowEvent> events;
  private final int wantedChances;
  private final List<TokenChances> chances = new ArrayList<>();
  private int tokens;
  private boolean done;
  private volatile boolean cancelled;

  AnswerRow(
      AnswerRequest request,
      int choice,
      int[] promptIds,
      int maxTokens,
      Consumer<RowEvent> events) {
    this.key = new Key(request.model().engine(), request.temperature(), request.topP());
    this.choice = choice;
    this.promptIds = promptIds;
    this.seed = request.seed() * 1_000_003L + choice;
    this.maxTokens = maxTokens;
    this.text = new IncrementalText(request.model().engine()::decode);
    this.stop = new StopText(request.stop());
    this.events = events;
    this.wantedChances = request.wantedChances();
  }

  Key key() {
    return key;
  }

  GenerationRequest generation(int index) {
    return new GenerationRequest(index, promptIds, seed);
  }

  /** How all these are drawn: rows that want fewer tokens end themselves. */
  static Sampling sampling(List<AnswerRow> rows) {
    Key key = rows.get(0).key;
    int longest = rows.stream().mapToInt(row -> row.maxTokens).max().orElse(1);
    return new Sampling(key.temperature(), key.topP(), 0, 0, longest);
  }

  /** Nobody waits for this answer any more. */
  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  int wantedChances() {
    return wantedChances;
  }

  /** Takes what was found out about the token that comes next. */
  void chances(TokenChances next) {
    if (!done && !cancelled && tokens < maxTokens) {
      chances.add(next);
    }
  }

  /**
   * Takes a token.
   *
   * @return whether more is wanted
   */
  boolean token(int id) {
    if (done || cancelled) {
      return false;
    }
    if (tokens == maxTokens) {
      end("length");
      return false;
    }
    tokens++;
    events.accept(new RowEvent.Piece(choice, stop.append(text.append(id))));
    if (stop.found()) {
      end("stop");
      return false;
    }
    return tokens < maxTokens;
  }

  /** The engine is done with this row. */
  void finished(Completion completion) {
    int[] ids = completion.ids();
    for (int t = tokens; t < ids.length && !done && !cancelled; t++) {
      token(ids[t]);
    }
    boolean whole = tokens == ids.length && completion.finish() == FinishReason.STOP;
    end(whole ? "stop" : "length");
  }

  void fail(ApiError error) {
    if (!done) {
      done = true;
      events.accept(new RowEvent.Failed(choice, error));
    }
  }

  private void end(String reason) {
    if (done) {
      return;
    }
    done = true;
    if (!stop.found()) {
      String rest = stop.append(text.end());
      events.accept(new RowEvent.Piece(choice, stop.found() ? rest : rest + stop.end()));
    }
    events.accept(new RowEvent.Done(choice, stop.found() ? "stop" : reason, tokens, chances));
  }
}
