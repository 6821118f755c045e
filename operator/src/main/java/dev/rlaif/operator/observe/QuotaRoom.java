package dev.rlaif.operator.observe;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether quotas have room for something. Scopes of a quota are not looked at: this tells why
 * something was refused, once it was, and not whether it would be.
 */
public final class QuotaRoom {
  private static final String REQUESTS = "requests.";
  private static final String LIMITS = "limits.";

  /** How quotas call the kinds that they count. */
  private static final Map<String, String> PLURALS =
      Map.of(
          "Job", "jobs.batch",
          "Deployment", "deployments.apps",
          "ConfigMap", "configmaps",
          "Service", "services",
          "PersistentVolumeClaim", "persistentvolumeclaims");

  private QuotaRoom() {}

  static boolean isExhausted(List<ResourceQuota> quotas, PodSpec pod) {
    return exceeds(quotas, ofPod(pod));
  }

  /** Whether a quota has no room for one more object like this. */
  public static boolean isFullFor(List<ResourceQuota> quotas, HasMetadata object) {
    Map<String, BigDecimal> asked = new HashMap<>();
    String counted =
        PLURALS.getOrDefault(object.getKind(), object.getKind().toLowerCase(Locale.ROOT));
    asked.put(counted, BigDecimal.ONE);
    asked.put("count/" + counted, BigDecimal.ONE);
    if (object instanceof PersistentVolumeClaim claim) {
      add(
          asked,
          REQUESTS,
          requireNonNullElse(claim.getSpec().getResources().getRequests(), Map.of()));
    }
    return exceeds(quotas, asked);
  }

  private static boolean exceeds(List<ResourceQuota> quotas, Map<String, BigDecimal> asked) {
    return quotas.stream().anyMatch(quota -> exceeds(quota, asked));
  }

  private static boolean exceeds(ResourceQuota quota, Map<String, BigDecimal> asked) {
    if (quota.getStatus() == null) {
      return false;
    }
    Map<String, Quantity> hard = requireNonNullElse(quota.getStatus().getHard(), Map.of());
    Map<String, Quantity> used = requireNonNullElse(quota.getStatus().getUsed(), Map.of());
    return hard.entrySet().stream()
        .filter(limit -> asked.containsKey(limit.getKey()))
        .anyMatch(
            limit ->
                amount(used.getOrDefault(limit.getKey(), new Quantity("0")))
                        .add(asked.get(limit.getKey()))
                        .compareTo(amount(limit.getValue()))
                    > 0);
  }

  /** By the names that quotas use; cpu and memory alone mean the requests. */
  private static Map<String, BigDecimal> ofPod(PodSpec pod) {
    Map<String, BigDecimal> asked = new HashMap<>();
    asked.put("pods", BigDecimal.ONE);
    asked.put("count/pods", BigDecimal.ONE);
    for (Container container : pod.getContainers()) {
      ResourceRequirements resources =
          requireNonNullElse(container.getResources(), new ResourceRequirements());
      add(asked, REQUESTS, requireNonNullElse(resources.getRequests(), Map.of()));
      add(asked, LIMITS, requireNonNullElse(resources.getLimits(), Map.of()));
    }
    List.of("cpu", "memory")
        .forEach(name -> asked.put(name, asked.getOrDefault(REQUESTS + name, BigDecimal.ZERO)));
    return asked;
  }

  private static void add(
      Map<String, BigDecimal> asked, String prefix, Map<String, Quantity> quantities) {
    quantities.forEach(
        (name, quantity) -> asked.merge(prefix + name, amount(quantity), BigDecimal::add));
  }

  /** Bytes of memory, cores of cpu, pieces of anything else. */
  private static BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }
}
