package dev.rlaif.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The stages, in the order in which they run. */
public enum StageName {
  /** The proof that a judge scores right; of a judge, not of a run. */
  @JsonProperty("judge")
  JUDGE,
  /** Download of the model; only where it lies in a hub or an object store. */
  @JsonProperty("model")
  MODEL,
  @JsonProperty("prompts")
  PROMPTS,
  /** Answers, judged and paired; DPO only. */
  @JsonProperty("pairs")
  PAIRS,
  @JsonProperty("train")
  TRAIN,
  @JsonProperty("evaluate")
  EVALUATE,
  @JsonProperty("serve")
  SERVE;

  /** As it stands in names and on the wire, such as {@code train}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
