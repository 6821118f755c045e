package dev.rlaif.operator.fake;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Which play comes next for a Job; what nobody wrote down succeeds. */
public final class Script {
  private final Map<String, Queue<Play>> plays = new ConcurrentHashMap<>();

  /** The next attempts of a stage, one after the other. */
  public Script then(String namespace, String owner, StageName stage, Play... attempts) {
    plays
        .computeIfAbsent(key(namespace, owner, stage.word()), key -> new ConcurrentLinkedQueue<>())
        .addAll(Arrays.asList(attempts));
    return this;
  }

  Play next(Job job) {
    String run = label(job, Labels.RUN);
    String owner = run.isEmpty() ? label(job, Labels.JUDGE) : run;
    Queue<Play> written =
        plays.get(key(job.getMetadata().getNamespace(), owner, label(job, Labels.STAGE)));
    Play next = written == null ? null : written.poll();
    return next == null ? Play.succeed() : next;
  }

  static String label(Job job, String name) {
    return job.getMetadata().getLabels().getOrDefault(name, "");
  }

  private static String key(String namespace, String owner, String stage) {
    return namespace + "/" + owner + "/" + stage;
  }
}
