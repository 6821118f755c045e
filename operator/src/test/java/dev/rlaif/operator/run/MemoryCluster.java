package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.Children;
import dev.rlaif.operator.observe.ClusterView;
import dev.rlaif.operator.observe.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects by kind and name, in one namespace; what is done to them happens at once. */
final class MemoryCluster implements ClusterView {
  private final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private int uids;

  void put(HasMetadata object) {
    objects.put(key(object), object);
  }

  void remove(HasMetadata object) {
    objects.remove(key(object));
    all(Pod.class).stream()
        .filter(pod -> Ownership.isOf(object, pod))
        .forEach(pod -> objects.remove(key(pod)));
  }

  void event(HasMetadata about, String reason, String message) {
    Event event = new Event();
    event.setReason(reason);
    event.setMessage(message);
    event.setInvolvedObject(
        new ObjectReferenceBuilder().withUid(about.getMetadata().getUid()).build());
    events.add(event);
  }

  /** As the API server would, with everything that it adds. */
  Outcome execute(RlaifRunResource run, List<Action> actions, Instant now) {
    for (Action given : actions) {
      Action action = given instanceof Action.Optionally optionally ? optionally.action() : given;
      if (action instanceof Action.Create create && !create(run, create.object(), now)) {
        return new Outcome.Refused(Reason.NAME_TAKEN, create.object().getKind());
      } else if (action instanceof Action.Apply apply) {
        apply(apply.object(), now);
      } else if (action instanceof Action.Delete delete) {
        remove(delete.object());
      }
    }
    return new Outcome.Done();
  }

  private boolean create(RlaifRunResource run, HasMetadata object, Instant now) {
    HasMetadata present = objects.get(key(object));
    if (present == null) {
      put(born(object, now));
    }
    return present == null || Ownership.isOf(run, present);
  }

  private void apply(HasMetadata object, Instant now) {
    HasMetadata present = objects.get(key(object));
    HasMetadata next = born(object, now);
    if (present instanceof Deployment before && next instanceof Deployment after) {
      after.setStatus(before.getStatus());
    }
    put(next);
  }

  private HasMetadata born(HasMetadata object, Instant now) {
    HasMetadata copy = Serialization.clone(object);
    copy.getMetadata().setUid("uid-" + ++uids);
    copy.getMetadata().setGeneration(1L);
    copy.getMetadata().setCreationTimestamp(now.toString());
    if (copy instanceof Job job) {
      job.setStatus(new JobStatusBuilder().withStartTime(now.toString()).build());
    }
    return copy;
  }

  Children children() {
    return new Children(
        all(Job.class),
        all(Pod.class),
        all(PersistentVolumeClaim.class),
        all(Deployment.class),
        all(Service.class),
        all(RewardJudgeResource.class));
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst();
  }

  @Override
  public Optional<Job> job(String namespace, String name) {
    return find(Job.class, name);
  }

  @Override
  public List<Pod> pods(Job job) {
    return all(Pod.class);
  }

  @Override
  public Optional<ConfigMap> configMap(String namespace, String name) {
    return find(ConfigMap.class, name);
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    return find(PersistentVolumeClaim.class, name);
  }

  @Override
  public Optional<RewardJudgeResource> judge(String namespace, String name) {
    return find(RewardJudgeResource.class, name);
  }

  @Override
  public boolean secretExists(String namespace, String name) {
    return find(Secret.class, name).isPresent();
  }

  @Override
  public Optional<HasMetadata> present(HasMetadata desired) {
    return Optional.ofNullable(objects.get(key(desired)));
  }

  @Override
  public List<Event> events(HasMetadata about) {
    return events.stream()
        .filter(event -> event.getInvolvedObject().getUid().equals(about.getMetadata().getUid()))
        .toList();
  }

  @Override
  public List<ResourceQuota> quotas(String namespace) {
    return all(ResourceQuota.class);
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
