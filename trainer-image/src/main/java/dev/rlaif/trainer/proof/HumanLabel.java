package dev.rlaif.trainer.proof;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a person said of an answer, without having seen the judge's score.
 *
 * @param time ISO 8601
 * @param who the person
 */
public record HumanLabel(String time, String who, String question, String answer, Opinion opinion) {

  /** A person may also have none. */
  public enum Opinion {
    @JsonProperty("good")
    GOOD,
    @JsonProperty("bad")
    BAD,
    @JsonProperty("skip")
    SKIP
  }

  public boolean isOf(LabelSample sample) {
    return question.equals(sample.answer().question()) && answer.equals(sample.answer().text());
  }
}
