package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page of a run over HTTP, as it goes on. It only reads, and there are no routes to files: what
 * can be had is the document, its events, the answers that a search finds, and the pairs of the
 * evaluation.
 */
public final class PageServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);

  /** Pages that are open at once; each keeps a thread waiting. */
  private static final int MOST_STREAMS = 32;

  private final ObjectMapper json = new ObjectMapper();
  private final Semaphore streams = new Semaphore(MOST_STREAMS);
  private final List<RunReader> readers;
  private final AnswerIndex index;
  private final RunWatch watch;
  private final Javalin http;

  private PageServer(PageSettings settings, Map<String, String> environment) throws IOException {
    readers =
        Stream.concat(Stream.of(settings.workspace()), settings.comparedWith().stream())
            .map(workspace -> new RunReader(workspace, environment))
            .toList();
    index = new AnswerIndex();
    watch = new RunWatch(readers, new AnswerFiles(settings.workspace(), index), index);
    RequestGuard guard =
        new RequestGuard(
            Stream.concat(settings.allowedHosts().stream(), Stream.of(settings.host())).toList());
    http =
        Javalin.create(PageServer::configure)
            .before(PageServer::harden)
            .before(guard::check)
            .get("/", this::page)
            .get("/healthz", context -> context.result("ok"))
            .get("/api/events", this::events)
            .get("/api/answers", this::answers)
            .get("/api/pairs", this::pairs)
            .exception(PageError.class, this::refuse)
            .exception(StageFailure.class, (e, context) -> refuse(unreadable(e), context))
            .exception(HttpResponseException.class, this::refuseHttp)
            .exception(Exception.class, this::fail);
    http.error(
        404, context -> refuse(new PageError(404, "nothing is at " + context.path()), context));
  }

  /**
   * Listens until closed.
   *
   * @param environment variables, where a judge's word list is looked up
   * @throws StageFailure if the address is taken
   */
  public static PageServer start(PageSettings settings, Map<String, String> environment) {
    try {
      return new PageServer(settings, environment).listening(settings);
    } catch (IOException e) {
      throw StageFailure.environment(
          "page of the run: cannot read " + settings.workspace().root() + ": " + e, e);
    }
  }

  private PageServer listening(PageSettings settings) throws IOException {
    try {
      watch.start();
      http.start(settings.host(), settings.port());
      return this;
    } catch (JavalinBindException e) {
      close();
      throw StageFailure.environment(
          "page of the run: cannot listen on "
              + settings.host()
              + " port "
              + settings.port()
              + "; take another port with --port, 0 takes a free one",
          e);
    }
  }

  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    watch.close();
    http.stop();
    try {
      index.close();
    } catch (IOException e) {
      LOG.warn("the index of the answers cannot be deleted: {}", e.toString());
    }
  }

  private static void configure(JavalinConfig config) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.http.disableCompression();
  }

  /** What a browser shall not do with anything from here. */
  private static void harden(Context context) {
    context
        .header(
            "Content-Security-Policy",
            PageDocument.policy(PageData.Mode.LIVE) + "; frame-ancestors 'none'")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }

  private void page(Context context) {
    List<PageData.Run> runs = readers.stream().map(PageData.Run::of).toList();
    context
        .contentType("text/html; charset=utf-8")
        .result(PageDocument.of(new PageData(PageData.Mode.LIVE, runs, null)));
  }

  private void events(Context context) throws InterruptedException {
    if (!streams.tryAcquire()) {
      throw new PageError(503, MOST_STREAMS + " pages are open already: close one");
    }
    try {
      new RunEvents(readers, watch, json, context).send();
    } catch (IOException e) {
      LOG.debug("a page was closed: {}", e.toString());
    } finally {
      streams.release();
    }
  }

  private record Marked(@JsonUnwrapped StoredAnswer answer, List<int[]> marks) {}

  private record AnswersReply(int total, List<Marked> answers) {}

  private void answers(Context context) throws IOException {
    AnswerIndex.Found found = index.search(AnswerParameters.of(context));
    MarkedWords words = readers.get(0).words();
    write(
        context,
        new AnswersReply(
            found.total(),
            found.answers().stream()
                .map(answer -> new Marked(answer, words.in(answer.answer())))
                .toList()));
  }

  private void pairs(Context context) throws IOException {
    RunReader reader = readers.get(0);
    write(context, Pairs.read(reader.workspace(), reader.words()));
  }

  private void write(Context context, Object body) throws IOException {
    context.contentType("application/json").result(json.writeValueAsBytes(body));
  }

  private static PageError unreadable(StageFailure failure) {
    return new PageError(500, failure.message());
  }

  private void refuse(PageError error, Context context) {
    context.status(error.status());
    try {
      write(context, error.body());
    } catch (IOException e) {
      throw new IllegalStateException("an error is always JSON", e);
    }
  }

  private void refuseHttp(HttpResponseException error, Context context) {
    refuse(new PageError(error.getStatus(), context.path() + ": " + error.getMessage()), context);
  }

  private void fail(Exception error, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), error);
    refuse(new PageError(500, "the page's server failed; its log says how"), context);
  }
}
