package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * The volume that holds everything that a run made.
 *
 * @param claim its PersistentVolumeClaim
 * @param subPath folder in the claim; absent: its root
 * @param adapter folder of the trained adapter, in PEFT's format; absent before it is written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkspaceStatus(
    @Required @Length(max = 253) String claim,
    @Nullable @Length(max = 512) String subPath,
    @Nullable @Length(max = 512) String adapter) {}
