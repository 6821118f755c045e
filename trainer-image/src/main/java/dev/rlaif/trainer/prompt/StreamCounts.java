package dev.rlaif.trainer.prompt;

/**
 * What became of the questions that were generated while training went on; the seven last numbers
 * add up to {@code settled}.
 *
 * @param settled questions that were asked for
 * @param malformed without a question in any reply
 * @param refused that the server declined or failed to answer, several times
 * @param leaks the same or nearly the same as a held-out question
 * @param unusable such as those that are too long
 */
public record StreamCounts(
    int settled,
    int used,
    int malformed,
    int refused,
    int duplicates,
    int nearDuplicates,
    int leaks,
    int unusable) {

  @Override
  public String toString() {
    return "%d questions were generated while training: %d used, %d malformed, %d refused, %d duplicates, %d similar, %d leaks, %d too long"
        .formatted(settled, used, malformed, refused, duplicates, nearDuplicates, leaks, unusable);
  }
}
