package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.rollout.PrefixTree.Added;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixTreeTest {
  private static final int BASE = -1;

  @Test
  void promptsThatBeginAlikeShareSlots() {
    PrefixTree tree = new PrefixTree(10);
    assertThat(find(tree, 1, 2, 3)).isEmpty();
    assertThat(tree.add(BASE, ids(1, 2, 3)).slots()).containsExactly(0, 1, 2);
    Added second = tree.add(BASE, ids(1, 2, 4, 5));
    assertThat(second.from()).isEqualTo(2);
    assertThat(second.slots()).containsExactly(3, 4);
    assertThat(find(tree, 1, 2, 4, 6)).containsExactly(0, 1, 3);
    assertThat(find(tree, 2, 3)).isEmpty();
    assertThat(tree.add(BASE, ids(1, 2)).slots()).isEmpty();
  }

  @Test
  void findsNoMoreThanItIsAskedFor() {
    PrefixTree tree = new PrefixTree(10);
    tree.add(BASE, ids(1, 2, 3));
    assertThat(tree.find(BASE, ids(1, 2, 3), 2)).containsExactly(0, 1);
    assertThat(tree.find(BASE, ids(1), 0)).isEmpty();
  }

  @Test
  void eachAdapterHasItsOwn() {
    PrefixTree tree = new PrefixTree(10);
    tree.add(BASE, ids(1, 2));
    assertThat(tree.find(0, ids(1, 2), 2)).isEmpty();
    assertThat(tree.add(0, ids(1, 2)).slots()).containsExactly(2, 3);
    assertThat(find(tree, 1, 2)).containsExactly(0, 1);
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    PrefixTree tree = new PrefixTree(4);
    tree.add(BASE, ids(1, 2));
    tree.add(BASE, ids(3, 4));
    find(tree, 1, 2);
    assertThat(tree.add(BASE, ids(5, 6)).slots()).containsExactlyInAnyOrder(2, 3);
    assertThat(find(tree, 1, 2)).hasSize(2);
    assertThat(find(tree, 3, 4)).isEmpty();
  }

  @Test
  void aPromptGoesFromItsEnd() {
    PrefixTree tree = new PrefixTree(4);
    tree.add(BASE, ids(1, 2, 3, 4));
    assertThat(tree.add(BASE, ids(1, 8)).slots()).containsExactly(3);
    assertThat(find(tree, 1, 2, 3, 4)).containsExactly(0, 1, 2);
    assertThat(find(tree, 1, 8)).containsExactly(0, 3);
  }

  @Test
  void ofAPromptThatIsTooLongTheBeginningIsKept() {
    PrefixTree tree = new PrefixTree(2);
    tree.add(BASE, ids(7, 8));
    assertThat(tree.add(BASE, ids(1, 2, 3)).slots()).containsExactlyInAnyOrder(0, 1);
    assertThat(find(tree, 1, 2, 3)).hasSize(2);
    assertThat(new PrefixTree(0).add(BASE, ids(1, 2)).slots()).isEmpty();
  }

  @Test
  void whatIsForgottenIsNotFound() {
    PrefixTree tree = new PrefixTree(2);
    tree.add(BASE, ids(1, 2));
    tree.clear();
    assertThat(find(tree, 1, 2)).isEmpty();
    assertThat(tree.add(BASE, ids(3)).slots()).containsExactly(0);
  }

  /** Every slot that is found holds just what was written there for this adapter and beginning. */
  @Test
  void aSlotThatIsFoundWasWrittenForThatBeginning() {
    int capacity = 24;
    PrefixTree tree = new PrefixTree(capacity);
    Map<Integer, String> memory = new HashMap<>();
    Random random = new Random(5);
    int found = 0;
    for (int i = 0; i < 3000; i++) {
      int adapter = random.nextInt(3) - 1;
      int[] prompt = random.ints(1 + random.nextInt(30), 0, 2).toArray();
      int[] slots = tree.find(adapter, prompt, prompt.length);
      for (int t = 0; t < slots.length; t++) {
        assertThat(memory.get(slots[t])).isEqualTo(beginning(adapter, prompt, t));
      }
      found += slots.length;
      Added added = tree.add(adapter, prompt);
      assertThat(added.from()).isEqualTo(slots.length);
      assertThat(added.from() + added.slots().length).isEqualTo(Math.min(prompt.length, capacity));
      for (int t = 0; t < added.slots().length; t++) {
        memory.put(added.slots()[t], beginning(adapter, prompt, added.from() + t));
      }
    }
    assertThat(memory.keySet()).allMatch(slot -> slot >= 0 && slot < capacity);
    assertThat(found).isGreaterThan(1000);
  }

  private static String beginning(int adapter, int[] prompt, int last) {
    return adapter + ": " + Arrays.toString(Arrays.copyOf(prompt, last + 1));
  }

  private static int[] find(PrefixTree tree, int... ids) {
    return tree.find(BASE, ids, ids.length);
  }

  private static int[] ids(int... ids) {
    return IntStream.of(ids).toArray();
  }
}
