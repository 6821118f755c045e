package dev.rlaif.trainer.prompt;

import java.util.List;

/**
 * How evenly the topics came through to the training prompts.
 *
 * @param evenness entropy of the topics' shares over that of equal shares (Pielou's J): 1 is even,
 *     0 is one topic only
 * @param shrunk topics with less than half of the share of the training prompts that they had of
 *     the questions asked for
 */
record TopicBalance(double evenness, List<PromptManifest.Topic> shrunk) {
  /** With fewer prompts to be expected a small share is chance. */
  private static final double ENOUGH = 5;

  static TopicBalance of(List<PromptManifest.Topic> topics) {
    double asked = topics.stream().mapToInt(PromptManifest.Topic::asked).sum();
    double trained = topics.stream().mapToInt(PromptManifest.Topic::train).sum();
    return new TopicBalance(
        evenness(topics, trained),
        topics.stream()
            .filter(topic -> topic.asked() / asked * trained >= ENOUGH)
            .filter(topic -> topic.train() / trained < topic.asked() / asked / 2)
            .toList());
  }

  private static double evenness(List<PromptManifest.Topic> topics, double trained) {
    if (topics.size() < 2) {
      return 1;
    }
    double entropy =
        topics.stream()
            .mapToDouble(topic -> topic.train() / trained)
            .filter(share -> share > 0)
            .map(share -> -share * Math.log(share))
            .sum();
    return entropy / Math.log(topics.size());
  }
}
