package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.Split;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Prompts to train on and prompts to evaluate on; none of either is nearly the same as another.
 *
 * @param sources what became of the questions, in the order of the pools
 * @param trainTopics questions to train on, counted by topic
 * @param heldOutTopics questions that are held out, counted by topic
 */
record PromptSet(
    List<Prompt> train,
    List<Prompt> heldOut,
    List<PromptManifest.Source> sources,
    Map<String, Integer> trainTopics,
    Map<String, Integer> heldOutTopics) {

  /**
   * A question that was kept.
   *
   * @param pool its number
   * @param rank one for each text, gives the order of choice
   */
  private record Question(
      int pool, NormalisedQuestion normalised, String rank, PooledQuestion pooled) {
    Prompt prompt() {
      return new Prompt(normalised.id(), pooled.text());
    }
  }

  private enum Cause {
    DUPLICATE,
    NEAR_DUPLICATE,
    /** the same or nearly the same as a question of a file that is for the evaluation only */
    LEAK
  }

  private record Dropped(int pool, Cause why) {}

  /**
   * De-duplicates, splits, blends; in this order, so that nothing leaks and the held-out prompts do
   * not depend on the weights.
   *
   * @param heldOut how many are wanted; where a pool supplies held-out prompts only, at most
   */
  static PromptSet of(List<PromptPool> pools, int heldOut, long seed) {
    List<Dropped> dropped = new ArrayList<>();
    List<Question> kept = unique(pools, seed, dropped);
    List<Question> held = heldOut(kept, pools, heldOut);
    Set<String> taken = held.stream().map(Question::rank).collect(Collectors.toSet());
    List<Question> rest =
        where(kept, q -> !taken.contains(q.rank) && !pools.get(q.pool).only(Split.HELD_OUT));
    List<Question> train = blend(rest, pools);
    if (train.isEmpty()) {
      throw StageFailure.wrong(
          "spec.prompts: no question is left to train on, of "
              + kept.size()
              + " different ones"
              + exhausted(rest, pools)
              + "; give more, or a smaller heldOut");
    }
    return new PromptSet(
        train.stream().map(Question::prompt).toList(),
        held.stream().map(Question::prompt).toList(),
        IntStream.range(0, pools.size())
            .mapToObj(pool -> source(pool, pools.get(pool), dropped, train, held))
            .toList(),
        byTopic(train),
        byTopic(held));
  }

  private static Map<String, Integer> byTopic(List<Question> questions) {
    Map<String, Integer> counts = new TreeMap<>();
    questions.forEach(q -> q.pooled.topic().ifPresent(t -> counts.merge(t, 1, Integer::sum)));
    return counts;
  }

  /** Held-out pools go first: what they share with a training pool is dropped there. */
  private static List<Question> unique(List<PromptPool> pools, long seed, List<Dropped> dropped) {
    var seen = new SeenQuestions();
    var evaluated = new SeenQuestions();
    List<Question> kept = new ArrayList<>();
    for (int pool : evaluationFirst(pools)) {
      boolean isHeldOut = pools.get(pool).only(Split.HELD_OUT);
      for (PooledQuestion question : pools.get(pool).questions()) {
        var normalised = NormalisedQuestion.of(question.text());
        Optional<Cause> cause =
            isHeldOut || evaluated.novelty(normalised) == SeenQuestions.Novelty.NEW
                ? cause(seen.offer(normalised))
                : Optional.of(Cause.LEAK);
        if (cause.isPresent()) {
          dropped.add(new Dropped(pool, cause.get()));
        } else {
          kept.add(new Question(pool, normalised, normalised.rank(seed), question));
          if (isHeldOut) {
            evaluated.offer(normalised);
          }
        }
      }
    }
    kept.sort(Comparator.comparing(Question::rank));
    return kept;
  }

  private static int[] evaluationFirst(List<PromptPool> pools) {
    return IntStream.range(0, pools.size())
        .boxed()
        .sorted(Comparator.comparing(pool -> !pools.get(pool).only(Split.HELD_OUT)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Optional<Cause> cause(SeenQuestions.Novelty novelty) {
    return switch (novelty) {
      case NEW -> Optional.empty();
      case DUPLICATE -> Optional.of(Cause.DUPLICATE);
      case NEAR_DUPLICATE -> Optional.of(Cause.NEAR_DUPLICATE);
    };
  }

  private static List<Question> heldOut(List<Question> ranked, List<PromptPool> pools, int wanted) {
    List<Question> own = where(ranked, q -> pools.get(q.pool).only(Split.HELD_OUT));
    if (!own.isEmpty()) {
      return own.subList(0, Math.min(wanted, own.size()));
    }
    List<Question> any = where(ranked, q -> !pools.get(q.pool).only(Split.TRAIN));
    if (any.size() < wanted) {
      throw StageFailure.wrong(
          "spec.prompts.heldOut is "
              + wanted
              + ", but only "
              + any.size()
              + " different questions may be held out; give more, or a smaller heldOut");
    }
    return any.subList(0, wanted);
  }

  /** The largest blend with the shares of the weights in which no question occurs twice. */
  private static List<Question> blend(List<Question> ranked, List<PromptPool> pools) {
    double[] weights =
        pools.stream()
            .mapToDouble(pool -> pool.only(Split.HELD_OUT) ? 0 : pool.weight().orElse(0))
            .toArray();
    double total = DoubleStream.of(weights).sum();
    if (total == 0) {
      return ranked;
    }
    double size = Double.POSITIVE_INFINITY;
    for (int pool = 0; pool < weights.length; pool++) {
      int number = pool;
      if (weights[pool] > 0) {
        size = Math.min(size, count(ranked, q -> q.pool == number) * total / weights[pool]);
      }
    }
    long[] left = new long[weights.length];
    for (int pool = 0; pool < weights.length; pool++) {
      left[pool] = Math.round(weights[pool] / total * size);
    }
    return where(ranked, q -> left[q.pool]-- > 0);
  }

  /** Which weighted pools have nothing to give, so that no blend has their share. */
  private static String exhausted(List<Question> rest, List<PromptPool> pools) {
    String names =
        IntStream.range(0, pools.size())
            .filter(pool -> pools.get(pool).weight().orElse(0) > 0)
            .filter(pool -> count(rest, q -> q.pool == pool) == 0)
            .mapToObj(pool -> pools.get(pool).name())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " (none of " + names + ", which has a weight)";
  }

  private static PromptManifest.Source source(
      int number,
      PromptPool pool,
      List<Dropped> dropped,
      List<Question> train,
      List<Question> held) {
    int duplicates = count(dropped, d -> d.pool == number && d.why == Cause.DUPLICATE);
    int near = count(dropped, d -> d.pool == number && d.why == Cause.NEAR_DUPLICATE);
    int leaks = count(dropped, d -> d.pool == number && d.why == Cause.LEAK);
    int trained = count(train, q -> q.pool == number);
    int evaluated = count(held, q -> q.pool == number);
    int read = pool.questions().size();
    return new PromptManifest.Source(
        pool.name(),
        pool.fingerprint(),
        read,
        duplicates,
        near,
        leaks,
        trained,
        evaluated,
        read - duplicates - near - leaks - trained - evaluated);
  }

  private static <T> int count(List<T> all, Predicate<T> which) {
    return (int) all.stream().filter(which).count();
  }

  private static <T> List<T> where(List<T> all, Predicate<T> which) {
    return all.stream().filter(which).toList();
  }
}
