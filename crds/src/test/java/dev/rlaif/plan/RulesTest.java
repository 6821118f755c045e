package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesTest {

  /** Else nobody would see that its two forms, in Java and in CEL, differ. */
  @Test
  void everyRuleHasAnInvalidDocument() {
    Set<String> said =
        InvalidDocument.all()
            .flatMap(
                invalid ->
                    RunPlanner.plan(Documents.parse(invalid.texts(), List.of()))
                        .problems()
                        .stream())
            .map(Problem::message)
            .collect(Collectors.toCollection(HashSet::new));

    assertThat(said).containsAll(Rules.messages());
  }
}
