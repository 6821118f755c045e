package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.ServingStatus;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Service that outlives runs leads to the newest that passed. */
class SharedServiceTest {
  private static final String WISH = "serving: {service: chat, replicas: 1}";
  private static final String OWN = "http://vegetarian-serve.food.svc:8000/v1";
  private static final String SHARED = "http://chat.food.svc:8000/v1";

  @Test
  void isMadeWhenPodsAnswer() {
    Scene scene = passed();
    assertThat(scene.cluster.find(Service.class, "chat")).isEmpty();

    Serving.comesUp(scene);
    scene.settle();

    Service service = SharedService.of(scene);
    assertThat(service.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(service.getMetadata().getLabels())
        .containsEntry(Labels.RUN, "vegetarian")
        .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR);
    assertThat(service.getMetadata().getAnnotations())
        .containsEntry(Labels.RUN_STARTED, requireNonNull(scene.status().startTime()).toString());
    assertThat(service.getSpec().getSelector())
        .isEqualTo(Map.of(Labels.RUN, "vegetarian", Labels.STAGE, "serve"));
    assertThat(serving(scene).service()).isEqualTo("chat");
    assertThat(serving(scene).url()).isEqualTo(SHARED);
    assertThat(ready(scene)).isEqualTo("the tuned model answers at " + SHARED);
  }

  @Test
  void isNotWrittenAgain() {
    Scene scene = deployed();

    assertThat(scene.pass().actions()).isEmpty();
  }

  @Test
  void staysWithTheRunBeforeUntilPodsAnswer() {
    Scene scene = passed();
    SharedService.ledByEarlier(scene);
    scene.settle();
    assertThat(leader(scene)).isEqualTo("before");
    assertThat(serving(scene).url()).isEqualTo(OWN);

    Serving.comesUp(scene);
    scene.settle();

    assertThat(leader(scene)).isEqualTo("vegetarian");
    assertThat(serving(scene).url()).isEqualTo(SHARED);
  }

  @Test
  void isTakenInTheVersionThatWasSeen() {
    Scene scene = passed();
    SharedService.ledByEarlier(scene);
    Serving.comesUp(scene);

    assertThat(applied(scene.pass()))
        .singleElement()
        .extracting(object -> object.getMetadata().getResourceVersion())
        .isEqualTo("7");
  }

  @Test
  void isNotTakenFromARunThatStartedLater() {
    Scene scene = passed();
    SharedService.ledByLater(scene);
    Serving.comesUp(scene);
    scene.settle();

    assertThat(leader(scene)).isEqualTo("after");
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(serving(scene).url()).isEqualTo(OWN);
    assertThat(ready(scene))
        .isEqualTo(
            "the tuned model answers at "
                + OWN
                + "; Service chat leads to run after, which started later");
  }

  @Test
  void isNotTakenBack() {
    Scene scene = deployed();
    SharedService.ledByLater(scene);

    scene.settle();

    assertThat(leader(scene)).isEqualTo("after");
    assertThat(serving(scene).url()).isEqualTo(OWN);
    assertThat(scene.is(ConditionType.READY)).isTrue();
  }

  @Test
  void goesToTheLaterNameWhereTwoStartInTheSameSecond() {
    assertThat(leaderAfterARunOfTheSameSecond("a")).isEqualTo("vegetarian");
    assertThat(leaderAfterARunOfTheSameSecond("z")).isEqualTo("z");
  }

  @Test
  void isMadeAgainAndPutRight() {
    Scene scene = deployed();
    SharedService.leaves(scene);
    scene.settle();
    assertThat(leader(scene)).isEqualTo("vegetarian");

    SharedService.of(scene).getSpec().setSelector(Map.of("app", "other"));
    scene.settle();
    assertThat(SharedService.of(scene).getSpec().getSelector())
        .containsEntry(Labels.RUN, "vegetarian");
  }

  @Test
  void isLeftToSomebodyElseWhileTheRunsOwnServes() {
    Scene scene = passed();
    SharedService.belongsToSomebodyElse(scene);
    Serving.comesUp(scene);
    scene.settle();

    assertThat(SharedService.of(scene).getMetadata().getLabels()).containsOnlyKeys("team");
    assertThat(scene.phase()).isEqualTo(RunPhase.DEPLOYING);
    assertThat(scene.ready()).isEqualTo(Reason.NAME_TAKEN);
    assertThat(scene.condition(ConditionType.DEPLOYED).orElseThrow().reason())
        .isEqualTo(Reason.NAME_TAKEN);
    assertThat(serving(scene).url()).isEqualTo(OWN);
    assertThat(scene.pass().lookAgain()).contains(BeforeStart.MISSING);

    SharedService.leaves(scene);
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(serving(scene).url()).isEqualTo(SHARED);
  }

  @Test
  void isLeftAloneWhereTheOperatorMadeItForAnotherPurpose() {
    Scene scene = passed();
    Service other = SharedService.led("another", scene.now());
    other.getMetadata().setAnnotations(Map.of());
    scene.cluster.put(other);
    Serving.comesUp(scene);
    scene.settle();

    assertThat(leader(scene)).isEqualTo("another");
    assertThat(scene.ready()).isEqualTo(Reason.NAME_TAKEN);
  }

  @Test
  void staysWithTheRunBeforeIfThisOneIsRejectedOrSwitchedOff() {
    Scene rejected = Scene.at(StageName.EVALUATE, WISH);
    SharedService.ledByEarlier(rejected);
    rejected.job(StageName.EVALUATE).complete(rejected.job(StageName.EVALUATE).rejection());
    rejected.settle();
    assertThat(leader(rejected)).isEqualTo("before");

    Scene off = passed("serving: {enabled: false}");
    SharedService.ledByEarlier(off);
    off.settle();
    assertThat(leader(off)).isEqualTo("before");
  }

  @Test
  void isNotTakenWithoutAPod() {
    Scene scene = passed("serving: {replicas: 0}");
    SharedService.ledByEarlier(scene);
    Serving.goesDown(scene);
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(leader(scene)).isEqualTo("before");
    assertThat(serving(scene).url()).isEqualTo(OWN);
  }

  @Test
  void keepsLeadingToARunThatLostItsPods() {
    Scene scene = deployed();
    Serving.goesDown(scene);
    scene.settle();

    assertThat(scene.ready()).isEqualTo(Reason.SERVING_UNAVAILABLE);
    assertThat(leader(scene)).isEqualTo("vegetarian");
    assertThat(serving(scene).url()).isEqualTo(SHARED);
  }

  private static String leaderAfterARunOfTheSameSecond(String run) {
    Scene scene = passed();
    Instant started = requireNonNull(scene.status().startTime());
    scene.cluster.put(SharedService.led(run, started));
    Serving.comesUp(scene);
    scene.settle();
    return leader(scene);
  }

  private static Scene passed(String... changes) {
    Scene scene = Scene.at(StageName.EVALUATE, WISH);
    List.of(changes).forEach(scene::edit);
    scene.job(StageName.EVALUATE).complete();
    return scene.settle();
  }

  private static Scene deployed() {
    return Serving.deployed(WISH);
  }

  private static List<HasMetadata> applied(RunDecision decision) {
    return decision.actions().stream()
        .filter(Action.Apply.class::isInstance)
        .map(action -> ((Action.Apply) action).object())
        .toList();
  }

  private static String leader(Scene scene) {
    return SharedService.of(scene).getMetadata().getLabels().getOrDefault(Labels.RUN, "nobody");
  }

  private static ServingStatus serving(Scene scene) {
    return requireNonNull(scene.status().serving());
  }

  private static String ready(Scene scene) {
    return scene.condition(ConditionType.READY).orElseThrow().message();
  }
}
