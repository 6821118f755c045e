package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run.
 *
 * @param name in lower case, as in the name of its Job
 * @param job absent while there was none
 * @param attempts pods that were begun
 * @param failures attempts that count against backoffLimit
 * @param startTime of the first attempt
 * @param completionTime when the stage succeeded or failed for good
 * @param exitCode of the last attempt that ended
 * @param reason why it is in this state
 * @param message what a person should know or do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageStatus(
    @Required @Length(max = 32) String name,
    @Required StageState state,
    @Nullable @Length(max = 63) String job,
    @Nullable @Range(min = 0) Integer attempts,
    @Nullable @Range(min = 0) Integer failures,
    @Nullable Instant startTime,
    @Nullable Instant completionTime,
    @Nullable Integer exitCode,
    @Nullable Reason reason,
    @Nullable @Length(min = 0, max = 2048) String message) {}
