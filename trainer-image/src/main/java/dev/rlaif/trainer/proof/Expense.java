package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a proof used of a server; scores that were had already cost nothing.
 *
 * @param requests that got a reply
 * @param promptTokens that were sent, as the server counted; 0 if it does not say
 * @param cost in the currency of the endpoint's prices; absent without a price
 * @param costPerThousand of a thousand judgements; absent without a price or a request
 */
public record Expense(
    int requests,
    long promptTokens,
    long completionTokens,
    @Nullable Double cost,
    @Nullable Double costPerThousand) {
  public static final Expense NONE = new Expense(0, 0, 0, null, null);

  /**
   * The tokens at an endpoint's prices.
   *
   * @param samples requests that make one judgement
   */
  Expense priced(@Nullable Endpoint endpoint, int samples) {
    if (endpoint == null || endpoint.promptPrice() == null && endpoint.completionPrice() == null) {
      return this;
    }
    double sum =
        (promptTokens * price(endpoint.promptPrice())
                + completionTokens * price(endpoint.completionPrice()))
            / 1e6;
    return new Expense(
        requests,
        promptTokens,
        completionTokens,
        sum,
        requests == 0 ? null : 1000 * sum * samples / requests);
  }

  Expense plus(Expense other) {
    return new Expense(
        requests + other.requests,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        null,
        null);
  }

  Estimate perThousand() {
    return costPerThousand == null ? Estimate.UNKNOWN : Estimate.of(costPerThousand);
  }

  private static double price(@Nullable Double price) {
    return price == null ? 0 : price;
  }
}
