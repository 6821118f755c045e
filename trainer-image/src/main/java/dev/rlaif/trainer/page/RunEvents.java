package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of server-sent events. It keeps what its page has, and sends the difference: a
 * page that is slow, or was away, gets the newest and nothing twice.
 */
final class RunEvents {
  private static final long HEARTBEAT_MILLIS = 10_000;

  private final List<Shown> shown = new ArrayList<>();
  private final RunWatch watch;
  private final ObjectMapper json;
  private final OutputStream out;
  private RunWatch.@Nullable Answers answers;

  /** What the page has of one run. */
  private static final class Shown {
    private final int number;
    private final RunReader reader;
    private @Nullable RunState state;
    private @Nullable Results results;
    private long generation = -1;
    private int rows;

    private Shown(int number, RunReader reader) {
      this.number = number;
      this.reader = reader;
    }
  }

  /**
   * A part of a run that changed.
   *
   * @param run 0, or 1 for the one that it is compared with
   */
  private record StateEvent(int run, RunState state) {}

  private record ResultsEvent(int run, Results results) {}

  /**
   * @param whole these rows replace all others
   */
  private record MetricsEvent(int run, boolean whole, MetricsRows metrics) {}

  RunEvents(List<RunReader> readers, RunWatch watch, ObjectMapper json, Context context)
      throws IOException {
    for (RunReader reader : readers) {
      shown.add(new Shown(shown.size(), reader));
    }
    this.watch = watch;
    this.json = json;
    context.contentType("text/event-stream; charset=utf-8");
    this.out = context.res().getOutputStream();
  }

  /** Sends until the page is gone or the server stops. */
  void send() throws IOException, InterruptedException {
    long version = -1;
    while (!watch.isClosed()) {
      long now = watch.await(version, HEARTBEAT_MILLIS);
      if (now == version) {
        write(": still here\n\n");
      }
      version = now;
      for (Shown run : shown) {
        update(run);
      }
      RunWatch.Answers stored = watch.stored();
      if (!stored.equals(answers)) {
        answers = stored;
        event("answers", stored);
      }
    }
  }

  private void update(Shown run) throws IOException {
    RunState state = run.reader.state();
    if (!state.equals(run.state)) {
      run.state = state;
      event("state", new StateEvent(run.number, state));
    }
    Results results = run.reader.results();
    if (!results.equals(run.results)) {
      run.results = results;
      event("results", new ResultsEvent(run.number, results));
    }
    Optional<RunReader.News> news = run.reader.since(run.generation, run.rows);
    if (news.isPresent()) {
      boolean whole = run.generation != news.get().generation();
      run.generation = news.get().generation();
      run.rows = news.get().upTo();
      event("metrics", new MetricsEvent(run.number, whole, news.get().rows()));
    }
  }

  private void event(String name, Object data) throws IOException {
    write("event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
