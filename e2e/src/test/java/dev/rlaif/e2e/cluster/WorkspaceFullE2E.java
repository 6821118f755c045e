package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A volume on which a training does not fit; {@code e2e/cluster} has such ones. */
@Tag("own-cluster")
class WorkspaceFullE2E {
  private static final String RUN = "full";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("full");

  @Test
  void fullVolumeIsNamed() {
    Kubectl kubectl = NAMESPACE.kubectl();
    kubectl.apply(
        Documents.judge(),
        Documents.run(
            RUN,
            """
            storage: {storageClassName: tiny, size: 2Mi}
            training: {checkpoint: {everySteps: 1}, limits: {backoffLimit: 1}}
            """));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      JsonNode status = watch.awaitPhase("Failed");
      Knowable.byEnd(kubectl, RUN + "-train").saidBy(watch, "WorkspaceFull");
      assertThat(Status.message(status)).contains("No space left on device");
      assertThat(Status.attempts(status, "train")).isEqualTo(2);
    }
  }
}
