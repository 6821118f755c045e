package dev.rlaif.trainer.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of which tokens keys and values are kept, and in which slots: prompts that begin alike share a
 * path, one node a token (the radix tree of SGLang with pages of one token). Each adapter has its
 * own paths, since its keys and values are other ones. What was not used for longest goes first.
 */
final class PrefixTree {
  private final int capacity;
  private final Map<Integer, Map<Integer, Node>> beginnings = new HashMap<>();

  /**
   * Least recently used first. A token stands behind all that follow it in a prompt, so that none
   * follows the first one.
   */
  private final Set<Node> byUse = new LinkedHashSet<>();

  /**
   * An empty tree.
   *
   * @param capacity tokens, in slots 0 to capacity - 1; 0 keeps nothing
   */
  PrefixTree(int capacity) {
    this.capacity = capacity;
  }

  /**
   * The slots of the longest beginning of a prompt that is kept, of at most so many tokens.
   *
   * @param adapter that reads the prompt
   * @param ids [P]
   * @param most at most P
   */
  int[] find(int adapter, int[] ids, int most) {
    List<Node> path = path(adapter, ids, most);
    use(path);
    return slots(path);
  }

  /**
   * Takes a prompt in, or as much of its beginning as there are slots.
   *
   * @param ids [P]
   * @return slots of the tokens that were not kept before, which are to be written: those behind
   *     the kept ones, in order
   */
  Added add(int adapter, int[] ids) {
    int most = Math.min(ids.length, capacity);
    List<Node> path = path(adapter, ids, most);
    // so that what makes room is none of these
    use(path);
    int known = path.size();
    Map<Integer, Node> next =
        known == 0
            ? beginnings.computeIfAbsent(adapter, first -> new HashMap<>())
            : path.get(known - 1).next;
    for (int t = known; t < most; t++) {
      Node node = new Node(ids[t], freeSlot(), next);
      next.put(node.token, node);
      byUse.add(node);
      path.add(node);
      next = node.next;
    }
    use(path);
    return new Added(known, slots(path.subList(known, most)));
  }

  /** Forgets all. */
  void clear() {
    beginnings.clear();
    byUse.clear();
  }

  private List<Node> path(int adapter, int[] ids, int most) {
    List<Node> path = new ArrayList<>();
    Map<Integer, Node> next = beginnings.getOrDefault(adapter, Map.of());
    for (int t = 0; t < most; t++) {
      Node node = next.get(ids[t]);
      if (node == null) {
        break;
      }
      path.add(node);
      next = node.next;
    }
    return path;
  }

  private void use(List<Node> path) {
    for (int t = path.size() - 1; t >= 0; t--) {
      byUse.remove(path.get(t));
      byUse.add(path.get(t));
    }
  }

  private int freeSlot() {
    if (byUse.size() < capacity) {
      return byUse.size();
    }
    Node oldest = byUse.iterator().next();
    byUse.remove(oldest);
    oldest.siblings.remove(oldest.token);
    return oldest.slot;
  }

  private static int[] slots(List<Node> path) {
    return path.stream().mapToInt(node -> node.slot).toArray();
  }

  /**
   * What came to be kept.
   *
   * @param from tokens of the prompt that were kept before
   * @param slots [N] of the N tokens behind them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on and read, never compared
  record Added(int from, int[] slots) {}

  /** A token behind those that lead to it. */
  private static final class Node {
    private final int token;
    private final int slot;
    private final Map<Integer, Node> siblings;
    private final Map<Integer, Node> next = new HashMap<>(2);

    private Node(int token, int slot, Map<Integer, Node> siblings) {
      this.token = token;
      this.slot = slot;
      this.siblings = siblings;
    }
  }
}
