package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks for; absent: cpu 4 and memory 16Gi per GPU.
 *
 * @param cpu request, without a limit
 * @param memory request and limit
 */
public record Resources(
    @Nullable
        @Length(max = 20)
        @Matches(regex = "[0-9]+(\\.[0-9]+)?m?", says = "a quantity of CPUs such as 4 or 500m")
        String cpu,
    @Nullable @Length(max = 20) @Matches(regex = Resources.MEMORY, says = Resources.MEMORY_SAYS)
        String memory) {
  static final String MEMORY = "[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti)";
  static final String MEMORY_SAYS = "a quantity with Ki, Mi, Gi or Ti, for example 16Gi";
  static final Resources DEFAULTS = new Resources(null, null);
}
