package dev.rlaif.trainer.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A file of a model.
 *
 * @param name beside the model's other files
 * @param sha256 absent where the hub does not say it, which is so for small text files
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HubFile(String name, long sizeBytes, @Nullable String sha256) {}
