package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest complete checkpoint.
 *
 * @param step the optimisation step after which it was written
 * @param time when it was written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointStatus(@Required @Range(min = 0) Long step, @Nullable Instant time) {}
