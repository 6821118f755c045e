package dev.rlaif.plan;

import java.util.List;
import java.util.stream.Stream;

/** All rules of both kinds; the CRD files state the same ones in CEL, with the same messages. */
public final class Rules {
  private static final List<Rule<?>> ALL =
      Stream.of(
              RunRules.ALL,
              SourceRules.ALL,
              PromptRules.ALL,
              EndpointRules.ALL,
              AlgorithmRules.ALL,
              LoraRules.ALL,
              TrainingRules.ALL,
              PodRules.ALL,
              JudgeRules.ALL)
          .<Rule<?>>flatMap(List::stream)
          .toList();

  private Rules() {}

  /** The rules of one record, as the API server evaluates them. */
  public static List<CelRule> inCel(Class<?> type) {
    return ALL.stream().filter(rule -> rule.type() == type).map(Rule::inCel).toList();
  }

  static List<String> messages() {
    return ALL.stream().<String>map(Rule::message).toList();
  }

  @SuppressWarnings("unchecked") // a rule is for its type, which is compared
  static <T> List<Rule<T>> of(Class<T> type) {
    return ALL.stream().filter(rule -> rule.type() == type).map(rule -> (Rule<T>) rule).toList();
  }
}
