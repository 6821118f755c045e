package dev.rlaif.operator.trial;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.plan.StageName;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that goes wrong in a stage, and what a person must see of it.
 *
 * @param fields of the run's spec, beside the usual ones
 * @param reason of the condition Ready
 */
record Fault(
    String what,
    StageName stage,
    List<Play> plays,
    Map<String, String> fields,
    RunPhase phase,
    Reason reason,
    String messageHolds) {

  static Fault of(
      String what, StageName stage, RunPhase phase, Reason reason, String holds, Play... plays) {
    return new Fault(what, stage, List.of(plays), Map.of(), phase, reason, holds);
  }

  Fault with(Map<String, String> fields) {
    return new Fault(what, stage, plays, fields, phase, reason, messageHolds);
  }

  /** Name of its run. */
  String run() {
    return what.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  @Override
  public String toString() {
    return what;
  }
}
