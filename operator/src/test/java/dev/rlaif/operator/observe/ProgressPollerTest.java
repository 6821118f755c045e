package dev.rlaif.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressPollerTest {
  private static final ResourceID RUN = new ResourceID("vegetarian", "food");

  private final List<URI> asked = new ArrayList<>();
  private final List<ResourceID> woken = new ArrayList<>();
  private Optional<String> answer = Optional.empty();
  private final ProgressPoller poller =
      new ProgressPoller(
          Duration.ofSeconds(10),
          uri -> {
            asked.add(uri);
            return answer;
          });

  @BeforeEach
  void listen() {
    poller.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
  }

  @Test
  void wakesARunOnlyWhenPeopleWouldNotice() {
    says(10, 40, null);
    says(11, 40, null);
    says(12, 41, null);
    says(13, 41, 12L);
    says(14, 41, 12L);

    assertThat(woken).containsExactly(RUN, RUN, RUN);
  }

  @Test
  void silenceAndNonsenseAreNoError() {
    for (String text : List.of("", "null", "[]", "{\"stage\":\"train\"}", "no JSON")) {
      answer = Optional.of(text);
      poll("10.0.0.7");
    }
    answer = Optional.empty();
    poll("10.0.0.7");

    assertThat(woken).isEmpty();
  }

  @Test
  void anotherStageOfTheSameAddressIsNotBelieved() {
    answer =
        Optional.of(
            PlanJson.write(new StageProgress(StageName.EVALUATE, "sha256:0", null, null, null)));

    poll("10.0.0.7");

    assertThat(woken).isEmpty();
  }

  @Test
  void asksUnderBothKindsOfAddress() {
    poll("10.0.0.7");
    poll("fd00::7");

    assertThat(asked)
        .containsExactly(
            URI.create("http://10.0.0.7:8081/progress"),
            URI.create("http://[fd00::7]:8081/progress"));
  }

  private void says(long step, int percentage, @Nullable Long checkpoint) {
    answer =
        Optional.of(
            PlanJson.write(
                new StageProgress(
                    StageName.TRAIN,
                    "sha256:0",
                    new TrainingStatus(step, 25L, percentage, null, Instant.EPOCH, List.of()),
                    checkpoint == null ? null : new CheckpointStatus(checkpoint, null),
                    null)));
    poll("10.0.0.7");
  }

  private void poll(String address) {
    var unused = poller.poll(RUN, new ProgressPoller.Target(StageName.TRAIN, address));
  }
}
