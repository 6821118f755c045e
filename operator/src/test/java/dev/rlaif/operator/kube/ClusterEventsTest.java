package dev.rlaif.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.EventRecorder.Severity;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ClusterEventsTest {
  private static final String NAME = "vegetarian.0a1b2c3d.judgenotfound";

  @SuppressWarnings("NullAway.Init") // set by the extension
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init") // set by the extension
  KubernetesMockServer server;

  @Test
  void anEventNamesItsObjectAndWhoSaysIt() {
    events("2026-01-01T10:00:00.123Z")
        .record(run(), Severity.Warning, Reason.JUDGE_NOT_FOUND, "there is no RewardJudge x");

    Event event = only();
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("RlaifRun");
    assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("rlaif.dev/v1alpha1");
    assertThat(event.getInvolvedObject().getUid())
        .isEqualTo("0a1b2c3d-4444-5555-6666-777788889999");
    assertThat(event.getReportingComponent()).isEqualTo("rlaif-operator");
    assertThat(event.getSource().getComponent()).isEqualTo("rlaif-operator");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("JudgeNotFound");
    assertThat(event.getCount()).isEqualTo(1);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
  }

  @Test
  void theSameThingAgainRaisesTheCount() {
    events("2026-01-01T10:00:00Z")
        .record(run(), Severity.Warning, Reason.JUDGE_NOT_FOUND, "there is no RewardJudge x");
    events("2026-01-01T11:00:00Z")
        .record(run(), Severity.Warning, Reason.JUDGE_NOT_FOUND, "there is no RewardJudge y");

    Event event = only();
    assertThat(event.getCount()).isEqualTo(2);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-01-01T11:00:00Z");
    assertThat(event.getMessage()).isEqualTo("there is no RewardJudge y");
    assertThat(event.getInvolvedObject().getName()).isEqualTo("vegetarian");
  }

  @Test
  void anObjectThatFlapsIsCutOff() {
    var events = events("2026-01-01T10:00:00Z");
    for (int i = 0; i < 100; i++) {
      events.record(run(), Severity.Normal, Reason.JUDGE_NOT_FOUND, "again");
    }

    assertThat(only().getCount()).isEqualTo(25);
  }

  @Test
  void whatTheServerRefusesIsNoFailure() {
    for (int code : new int[] {403, 404, 500}) {
      server
          .expect()
          .post()
          .withPath("/api/v1/namespaces/team/events")
          .andReturn(code, "{\"kind\":\"Status\",\"code\":" + code + "}")
          .once();
      assertThatCode(
              () ->
                  events("2026-01-01T10:00:00Z")
                      .record(run(), Severity.Normal, Reason.STARTING, "the pod starts"))
          .doesNotThrowAnyException();
    }
  }

  private Event only() {
    var all = client.v1().events().inNamespace("team").list().getItems();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).getMetadata().getName()).isEqualTo(NAME);
    return all.get(0);
  }

  private ClusterEvents events(String now) {
    return new ClusterEvents(client, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
  }

  private static RlaifRunResource run() {
    var run = new RlaifRunResource();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName("vegetarian")
            .withNamespace("team")
            .withUid("0a1b2c3d-4444-5555-6666-777788889999")
            .build());
    return run;
  }
}
