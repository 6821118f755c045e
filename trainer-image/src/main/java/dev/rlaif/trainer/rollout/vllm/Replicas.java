package dev.rlaif.trainer.rollout.vllm;

import dev.rlaif.trainer.chat.Backoff;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.EngineLost;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of the same model, each of which has every adapter. */
final class Replicas implements AutoCloseable {
  /** Requests to one server at once; it queues what it cannot run yet. */
  static final int CONCURRENCY = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
  private static final Duration UNIT = Duration.ofSeconds(1);

  private final List<VllmServer> servers;
  private final VllmSettings settings;
  private final StopSignal stop;

  private interface Work<T> {
    T on(VllmServer server) throws Unavailable, AdapterMissing;
  }

  Replicas(VllmSettings settings, StopSignal stop) {
    this.settings = settings;
    this.stop = stop;
    this.servers = settings.urls().stream().map(url -> new VllmServer(url, CONCURRENCY)).toList();
  }

  int count() {
    return servers.size();
  }

  /** Brings a version to all of them. */
  void load(ServedVersion version) {
    each(
        server -> {
          server.load(version.name(), seenAs(version));
          return server;
        });
  }

  /** Takes adapters away wherever that is possible: one that stays only takes room. */
  void unload(Predicate<String> which) {
    for (VllmServer server : servers) {
      try {
        for (String name : server.models()) {
          if (which.test(name)) {
            server.unload(name);
          }
        }
      } catch (Unavailable away) {
        LOG.warn("{}: adapters that are not needed any more stay there", away.why());
      }
    }
  }

  /** The answer of each server to the same request. */
  List<Completion> completeOnEach(
      ServedVersion version, GenerationRequest request, Sampling sampling, Stops stops) {
    return each(server -> complete(server, version, request, sampling, stops));
  }

  /** The answer of one of them, of another if that one is away. */
  Completion complete(ServedVersion version, GenerationRequest request, Sampling sampling) {
    return patiently(
        attempt -> servers.get(Math.floorMod(request.index() + attempt, servers.size())),
        server -> complete(server, version, request, sampling, settings.stops()));
  }

  /** A server that was started anew gets the adapter again. */
  private Completion complete(
      VllmServer server,
      ServedVersion version,
      GenerationRequest request,
      Sampling sampling,
      Stops stops)
      throws Unavailable, AdapterMissing {
    try {
      return server.complete(version.name(), request, sampling, stops);
    } catch (AdapterMissing startedAnew) {
      LOG.warn("{}: it is loaded again", startedAnew.getMessage());
      server.load(version.name(), seenAs(version));
      return server.complete(version.name(), request, sampling, stops);
    }
  }

  private String seenAs(ServedVersion version) {
    return settings.seenAs().apply(version.folder());
  }

  private <T> List<T> each(Work<T> work) {
    List<T> results = new ArrayList<>();
    servers.forEach(server -> results.add(patiently(attempt -> server, work)));
    return results;
  }

  /**
   * @param choose the server of an attempt, the first is 0
   */
  private <T> T patiently(IntFunction<VllmServer> choose, Work<T> work) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    for (int attempt = 0; ; attempt++) {
      VllmServer server = choose.apply(attempt);
      String why;
      try {
        return work.on(server);
      } catch (Unavailable | AdapterMissing now) {
        why = String.valueOf(now.getMessage());
      }
      if (System.nanoTime() > deadline) {
        throw new EngineLost("%s, for %d s".formatted(why, settings.patience().toSeconds()));
      }
      if (attempt == 0) {
        LOG.warn("{}: tried again for {} s", why, settings.patience().toSeconds());
      }
      pause(attempt);
    }
  }

  /** Another server is tried at once. */
  private void pause(int attempt) {
    stop.check();
    int round = (attempt + 1) / servers.size();
    if ((attempt + 1) % servers.size() == 0) {
      Duration delay =
          Backoff.delay(round, UNIT, ThreadLocalRandom.current().nextDouble(), Optional.empty());
      var time = new CompletableFuture<Boolean>();
      stop.await(time.completeOnTimeout(true, delay.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  @Override
  public void close() {
    servers.forEach(VllmServer::close);
  }
}
