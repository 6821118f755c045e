package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

  /** The textbook's table: 20 both good, 15 both bad, 5 and 10 apart; kappa 0.4. */
  @Test
  void kappaIsAgreementBeyondChance() {
    List<Agreement.Pair> pairs = new ArrayList<>();
    pairs.addAll(Collections.nCopies(20, new Agreement.Pair(true, true)));
    pairs.addAll(Collections.nCopies(5, new Agreement.Pair(true, false)));
    pairs.addAll(Collections.nCopies(10, new Agreement.Pair(false, true)));
    pairs.addAll(Collections.nCopies(15, new Agreement.Pair(false, false)));

    assertThat(Agreement.of(pairs).text())
        .startsWith("35 of 50 agree (0.700, 95 % 0.562 to 0.809), Cohen's kappa 0.400 (95 % 0.12");
  }

  @Test
  void nothingComparesWithNothing() {
    assertThat(Agreement.of(List.of()).text()).isEqualTo("nothing to compare yet");
  }
}
