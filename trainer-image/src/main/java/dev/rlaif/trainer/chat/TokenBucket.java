package dev.rlaif.trainer.chat;

/**
 * A budget that refills evenly. What is taken beyond it is debt, so that an amount larger than the
 * bucket waits its time instead of waiting for ever.
 */
final class TokenBucket {
  private final double perNano;
  private final double capacity;
  private double available;
  private long filledAt;

  /**
   * @param perSecond refill
   * @param capacity most that can be saved up
   */
  TokenBucket(double perSecond, double capacity, long nowNanos) {
    this.perNano = perSecond / 1e9;
    this.capacity = capacity;
    this.available = capacity;
    this.filledAt = nowNanos;
  }

  /** Takes the amount; the caller waits the returned nanoseconds before it uses it. */
  synchronized long take(double amount, long nowNanos) {
    available = Math.min(capacity, available + (nowNanos - filledAt) * perNano);
    filledAt = nowNanos;
    available -= amount;
    return available >= 0 ? 0 : (long) Math.ceil(-available / perNano);
  }

  /** Corrects an estimate after the fact; a negative amount takes more. */
  synchronized void giveBack(double amount) {
    available = Math.min(capacity, available + amount);
  }
}
