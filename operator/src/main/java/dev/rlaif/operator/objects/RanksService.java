package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/**
 * Names for the pods of training on several nodes: rank 0 is {@code RUN-train-0.RUN-ranks}, also
 * before it is ready.
 */
final class RanksService {
  private RanksService() {}

  /** Where the ranks meet: the first pod of the Job, by the name that Kubernetes gives it. */
  static String rendezvous(RunContext run) {
    return ObjectNames.job(run.name(), StageName.TRAIN)
        + "-0."
        + ObjectNames.ranks(run.name())
        + ":"
        + StageDoor.RENDEZVOUS_PORT;
  }

  static Service of(RunContext run) {
    Owner owner = Owner.of(run);
    return new ServiceBuilder()
        .withMetadata(owner.owned(ObjectNames.ranks(run.name()), owner.labels(StageName.TRAIN)))
        .withNewSpec()
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .addToSelector("batch.kubernetes.io/job-name", ObjectNames.job(run.name(), StageName.TRAIN))
        .endSpec()
        .build();
  }
}
