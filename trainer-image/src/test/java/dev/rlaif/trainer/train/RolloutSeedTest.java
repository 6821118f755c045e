package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutSeedTest {

  @Test
  void everyArgumentChangesIt() {
    Set<Long> seeds = new HashSet<>();
    int count = 0;
    for (long seed = 0; seed < 6; seed++) {
      for (long step = 0; step < 6; step++) {
        for (String prompt : new String[] {"", "a", "b", "ab", "ba"}) {
          for (int sample = 0; sample < 6; sample++) {
            seeds.add(RolloutSeed.of(seed, step, prompt, sample));
            count++;
          }
        }
      }
    }
    assertThat(seeds).hasSize(count);
  }

  /** A checkpoint of another machine must go on with the same numbers, so the values are fixed. */
  @Test
  void isTheSameOnEveryMachine() {
    assertThat(RolloutSeed.of(1, 2, "prompt", 3)).isEqualTo(-8494299151772977251L);
  }
}
