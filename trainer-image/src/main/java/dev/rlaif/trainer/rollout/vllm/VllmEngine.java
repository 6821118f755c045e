package dev.rlaif.trainer.rollout.vllm;

import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * vLLM servers that answer for the policy. Each version of the adapter is written as a PEFT folder
 * and brought to every server under a name of its own; it is used when the servers were seen to
 * compute with it, and taken away when the next one is there and its last answer is finished.
 */
public final class VllmEngine implements PolicyEngine {
  /** As far as 16-bit numbers on either side may bring them apart, in nats. */
  private static final LogProbTolerance TOLERANCE = new LogProbTolerance(2, 0.05);

  /** An engine whose first answers were closer than this is still held to it. */
  private static final double CLOSEST = 0.002;

  private static final int OF_FIRST = 8;

  /** Enough to be told from rounding by far. */
  private static final double SHAKE = 0.05;

  private final Policy policy;
  private final VllmSettings settings;
  private final Consumer<String> notes;
  private final Replicas replicas;
  private final EffectProof proof;
  private final String attempt;
  private final ExecutorService threads;
  private double limit = TOLERANCE.mean();
  private @Nullable ServedVersion current;

  /**
   * @param policy whose adapter is served
   * @param temperature of the sampling, as the policy computes log-probabilities
   * @param notes for people
   */
  public VllmEngine(
      Policy policy,
      VllmSettings settings,
      double temperature,
      Consumer<String> notes,
      StopSignal stop) {
    this.policy = policy;
    this.settings = settings;
    this.notes = notes;
    this.replicas = new Replicas(settings, stop);
    this.proof = new EffectProof(policy, replicas, settings.probe(), temperature);
    this.attempt = settings.attempt();
    this.threads =
        Executors.newFixedThreadPool(
            Replicas.CONCURRENCY * replicas.count(),
            work -> {
              Thread thread = new Thread(work, "vllm");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Generator at(long version) {
    ServedVersion before = current;
    if (before == null) {
      clear(settings.folder());
      replicas.unload(name -> name.startsWith(settings.run() + "-"));
      proveLoading();
    }
    ServedVersion now = before;
    if (now == null || now.number() != version) {
      now = serve(version, attempt + "-" + version);
      current = now;
      require(now, proof.distance(proof.asked(now)));
    }
    if (before != null && before != now && before.supersede()) {
      remove(before);
    }
    now.use();
    return answering(now);
  }

  private Generator answering(ServedVersion version) {
    return (requests, sampling, finished) -> {
      try {
        return generate(version, requests, sampling, finished);
      } finally {
        if (version.leave()) {
          remove(version);
        }
      }
    };
  }

  private List<Completion> generate(
      ServedVersion version,
      List<GenerationRequest> requests,
      Sampling sampling,
      Consumer<Completion> finished) {
    var service = new ExecutorCompletionService<Completion>(threads);
    List<Future<Completion>> answers = new ArrayList<>();
    requests.forEach(
        request ->
            answers.add(service.submit(() -> replicas.complete(version, request, sampling))));
    try {
      for (int i = 0; i < requests.size(); i++) {
        finished.accept(service.take().get());
      }
      List<Completion> inOrder = new ArrayList<>();
      for (Future<Completion> answer : answers) {
        inOrder.add(answer.get());
      }
      return inOrder;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    } finally {
      answers.forEach(answer -> answer.cancel(true));
    }
  }

  private ServedVersion serve(long number, String name) {
    var version = new ServedVersion(number, name, settings.folder().resolve(name));
    policy.saveAdapter(version.folder(), settings.baseName());
    replicas.load(version);
    return version;
  }

  /**
   * Before anything is learned: an adapter far from the policy must move the servers as it moves
   * the trainer. The untrained one moves nothing, so that it proves nothing.
   */
  private void proveLoading() {
    float[] untouched = policy.parameters(Group.LORA);
    ServedVersion shaken = null;
    try {
      policy.setParameters(Group.LORA, shaken(untouched));
      shaken = serve(-1, attempt + "-check");
      List<Completion> answers = proof.asked(shaken);
      double distance = proof.distance(answers);
      policy.setParameters(Group.LORA, untouched);
      double effect = proof.distance(answers);
      if (!(distance <= TOLERANCE.mean() && effect > 2 * distance)) {
        throw StageFailure.wrong(
            String.format(
                Locale.ROOT,
                "%s: log-probabilities with an adapter are %.4f nats a token from the trainer's, at most %.2f is good, and the adapter makes %.4f. Either it is loaded without effect, or the servers have another model; at a spec.rollout.temperature other than 1 they need --logprobs-mode processed_logprobs",
                String.join(", ", settings.urls()),
                distance,
                TOLERANCE.mean(),
                effect));
      }
      limit = Math.min(TOLERANCE.mean(), Math.max(CLOSEST, OF_FIRST * distance));
      notes.accept(
          String.format(
              Locale.ROOT,
              "vLLM answers at %s: with an adapter that moves log-probabilities by %.3f nats a token it is within %.5f of the trainer",
              String.join(", ", settings.urls()),
              effect,
              distance));
    } finally {
      policy.setParameters(Group.LORA, untouched);
      if (shaken != null) {
        remove(shaken);
      }
    }
  }

  private static float[] shaken(float[] parameters) {
    SplittableRandom random = new SplittableRandom(1);
    float[] shaken = parameters.clone();
    for (int i = 0; i < shaken.length; i++) {
      shaken[i] += (float) (SHAKE * random.nextGaussian());
    }
    return shaken;
  }

  private void require(ServedVersion version, double distance) {
    if (!(distance <= limit)) {
      throw StageFailure.wrong(
          String.format(
              Locale.ROOT,
              "vLLM does not answer with the adapter of step %d: its log-probabilities are %.4f nats a token from the trainer's, where at most %.4f was expected after the first check; see the servers' logs, start them anew, and give the same command",
              version.number(),
              distance,
              limit));
    }
  }

  private void remove(ServedVersion version) {
    replicas.unload(version.name()::equals);
    clear(version.folder());
  }

  private static void clear(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw StageFailure.environment(folder + " cannot be deleted: " + e, e);
    }
  }

  @Override
  public boolean isApart() {
    return true;
  }

  @Override
  public LogProbTolerance tolerance() {
    return TOLERANCE;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    ServedVersion last = current;
    if (last != null) {
      remove(last);
    }
    replicas.close();
  }
}
