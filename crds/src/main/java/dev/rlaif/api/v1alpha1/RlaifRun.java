package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * One alignment of a chat model by AI feedback, as the document that a person writes.
 *
 * @param apiVersion rlaif.dev/v1alpha1
 * @param kind RlaifRun
 * @param metadata name and labels
 * @param spec what the run shall do
 */
public record RlaifRun(
    @Required @Length(max = 64) String apiVersion,
    @Required @Length(max = 64) String kind,
    @Required Metadata metadata,
    @Required RlaifRunSpec spec) {
  public static final String API_VERSION = "rlaif.dev/v1alpha1";
  public static final String KIND = "RlaifRun";
}
