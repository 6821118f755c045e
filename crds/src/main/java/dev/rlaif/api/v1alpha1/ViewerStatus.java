package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * Where people look at a run, inside the cluster.
 *
 * @param url of the run's page
 * @param tensorboardUrl of TensorBoard; absent where it does not run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ViewerStatus(
    @Required @Length(max = 512) String url, @Nullable @Length(max = 512) String tensorboardUrl) {}
