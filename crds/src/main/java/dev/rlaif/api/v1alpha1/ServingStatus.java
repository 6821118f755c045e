package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * Where the tuned model answers.
 *
 * @param deployment that runs it
 * @param service of the cluster, in front of it
 * @param url base of its API, inside the cluster
 * @param modelName that clients ask for
 * @param readyReplicas pods that answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServingStatus(
    @Nullable @Length(max = 253) String deployment,
    @Nullable @Length(max = 253) String service,
    @Nullable @Length(max = 2048) String url,
    @Nullable @Length(max = 128) String modelName,
    @Nullable @Range(min = 0) Integer readyReplicas) {}
