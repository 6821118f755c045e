package dev.rlaif.trainer.serve;

/**
 * How much a server takes on.
 *
 * @param maxRows answers in the making at once
 * @param maxWaiting answers that wait for a place; more are refused with 429
 * @param maxRequests requests that are read, wait or are answered at once, and {@code 2 *
 *     maxRequests} connections; more are refused with 429, or closed
 * @param maxBodyBytes of a request
 * @param defaultMaxTokens of an answer whose request names no limit
 * @param maxTokens of an answer that a request may ask for
 * @param maxChoices prompts of a request, and answers to each of them
 * @param prefixBytes memory for keys and values of prompts that were read lately, of which those
 *     that begin alike are not read again; 0 reads all
 */
public record ServeLimits(
    int maxRows,
    int maxWaiting,
    int maxRequests,
    int maxBodyBytes,
    int defaultMaxTokens,
    int maxTokens,
    int maxChoices,
    long prefixBytes) {

  /** For one machine. */
  public static final ServeLimits USUAL =
      new ServeLimits(16, 64, 256, 1 << 20, 256, 4096, 8, 128 << 20);
}
