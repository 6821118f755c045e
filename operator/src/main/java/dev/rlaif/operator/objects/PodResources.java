package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container asks for. Memory is request and limit, so that a node never runs out of it; CPU
 * has no limit, since throttled threads would hold up a GPU.
 */
final class PodResources {
  private static final int CPU_PER_GPU = 4;
  private static final int MEMORY_GIB_PER_GPU = 16;
  private static final int CPU_WITHOUT_GPU = 1;
  private static final int MEMORY_GIB_WITHOUT_GPU = 4;

  private PodResources() {}

  static ResourceRequirements of(Resources given, int gpus, String gpuResource) {
    int cpu = gpus == 0 ? CPU_WITHOUT_GPU : CPU_PER_GPU * gpus;
    int memoryGib = gpus == 0 ? MEMORY_GIB_WITHOUT_GPU : MEMORY_GIB_PER_GPU * gpus;
    Map<String, Quantity> limits = new TreeMap<>();
    put(limits, "memory", CanonicalQuantity.memory(or(given.memory(), memoryGib + "Gi")));
    if (gpus > 0) {
      put(limits, gpuResource, CanonicalQuantity.cpu(Integer.toString(gpus)));
    }
    Map<String, Quantity> requests = new TreeMap<>(limits);
    put(requests, "cpu", CanonicalQuantity.cpu(or(given.cpu(), Integer.toString(cpu))));
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  /** Asking for nothing is said by leaving it out. */
  private static void put(Map<String, Quantity> to, String name, Quantity quantity) {
    if (!quantity.getAmount().equals("0")) {
      to.put(name, quantity);
    }
  }

  private static String or(@Nullable String given, String otherwise) {
    return Objects.requireNonNullElse(given, otherwise);
  }
}
