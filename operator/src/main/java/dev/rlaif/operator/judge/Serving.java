package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.objects.JudgeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about the servers of a judge, and what is known of the present one.
 *
 * @param fact EndpointReady; absent for a judge that the operator does not serve
 * @param lookAgain when its start deadline is due
 */
record Serving(Optional<Fact> fact, List<JudgeAction> actions, Optional<Duration> lookAgain) {
  private static final ConditionType TYPE = ConditionType.ENDPOINT_READY;

  static Serving of(JudgeObservation seen, JudgeContext judge) {
    ServedJudge serve = judge.plan().judge().spec().serve();
    if (serve == null) {
      return new Serving(Optional.empty(), stopOthers(seen, ""), Optional.empty());
    }
    String name = ObjectNames.judgeServe(seen.name(), judge.plan().judge().hash());
    List<JudgeAction> actions = new ArrayList<>(stopOthers(seen, name));
    actions.add(new JudgeAction.Serve(judge));
    Optional<JudgeServer> server =
        seen.servers().stream().filter(one -> one.name().equals(name)).findFirst();
    Optional<Instant> due =
        server
            .filter(one -> !one.available())
            .map(one -> one.since().plusSeconds(serve.startDeadlineSeconds()))
            .filter(seen.now()::isBefore);
    return new Serving(
        Optional.of(fact(seen, server, due.isEmpty())),
        actions,
        due.map(time -> Duration.between(seen.now(), time)));
  }

  boolean isReady() {
    return fact.isEmpty() || fact.get().isTrue();
  }

  /** Servers of earlier specs go at once, unless a run still asks them. */
  private static List<JudgeAction> stopOthers(JudgeObservation seen, String present) {
    return seen.servers().stream()
        .map(JudgeServer::name)
        .filter(name -> !name.equals(present) && !seen.usage().needs(name))
        .<JudgeAction>map(JudgeAction.StopServing::new)
        .toList();
  }

  private static Fact fact(JudgeObservation seen, Optional<JudgeServer> known, boolean overdue) {
    if (known.isEmpty()) {
      return Fact.fails(TYPE, Reason.ROLLING_OUT, "the judge's server is being made");
    }
    JudgeServer server = known.get();
    if (server.available()) {
      return Fact.holds(TYPE, Reason.DEPLOYED, "Deployment " + server.name() + " is available");
    }
    String trouble = server.message().isEmpty() ? "" : ": " + server.message();
    if (answeredBefore(seen, server)) {
      return Fact.fails(
          TYPE,
          Reason.SERVING_UNAVAILABLE,
          "Deployment " + server.name() + " lost its pods" + trouble);
    }
    if (overdue) {
      return Fact.fails(
          TYPE,
          Reason.SERVING_START_DEADLINE_EXCEEDED,
          "Deployment "
              + server.name()
              + " is not available within spec.serve.startDeadlineSeconds"
              + trouble);
    }
    return Fact.fails(
        TYPE,
        server.trouble().orElse(Reason.ROLLING_OUT),
        "Deployment " + server.name() + " is not available yet" + trouble);
  }

  /** The hash in the status says whether the condition spoke of this very server. */
  private static boolean answeredBefore(JudgeObservation seen, JudgeServer server) {
    var status = seen.judge().knownStatus();
    return status.hash() != null
        && ObjectNames.judgeServe(seen.name(), status.hash()).equals(server.name())
        && Fact.find(status.conditions(), TYPE).filter(Serving::spokeOfAnswers).isPresent();
  }

  private static boolean spokeOfAnswers(Condition before) {
    return before.isTrue() || before.reason() == Reason.SERVING_UNAVAILABLE;
  }
}
