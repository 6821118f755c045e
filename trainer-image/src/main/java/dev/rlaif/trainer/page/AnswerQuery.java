package dev.rlaif.trainer.page;

/**
 * Which answers are wanted. Bounds are inclusive; an infinite bound of the score lets answers
 * without a score pass too.
 *
 * @param text words that all occur in question, answer or reply, each as a beginning; words in
 *     quotation marks stand side by side
 * @param source empty: all
 * @param offset answers that are passed over
 * @param limit answers that are wanted at most
 */
record AnswerQuery(
    String text,
    String source,
    long fromStep,
    long toStep,
    double minScore,
    double maxScore,
    int minLength,
    int maxLength,
    Order order,
    int offset,
    int limit) {

  /** Which answers come first. */
  enum Order {
    NEWEST,
    WORST,
    BEST,
    LONGEST,
    SHORTEST,
    KL
  }
}
