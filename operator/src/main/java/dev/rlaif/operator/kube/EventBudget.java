package dev.rlaif.operator.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many events an object may still have: a bucket of tokens each, so that an object that flaps
 * cannot flood the API server, nor take the word from the others.
 */
final class EventBudget {
  private static final int BURST = 25;
  private static final Duration REFILL = Duration.ofSeconds(30);
  private static final int OBJECTS = 4096;

  /** Tokens left at a time; they grow by one each {@link #REFILL}. */
  private record Bucket(double tokens, Instant at) {
    Bucket refilled(Instant now) {
      double grown = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
      return new Bucket(Math.min(BURST, tokens + Math.max(0, grown)), now);
    }
  }

  /** Bounded: whoever was not heard of for longest is forgotten, and starts with a full bucket. */
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > OBJECTS;
        }
      };

  /** Takes a token of the object, if it has one. */
  synchronized boolean take(String uid, Instant now) {
    Bucket bucket = buckets.getOrDefault(uid, new Bucket(BURST, now)).refilled(now);
    boolean enough = bucket.tokens() >= 1;
    buckets.put(uid, enough ? new Bucket(bucket.tokens() - 1, now) : bucket);
    return enough;
  }
}
