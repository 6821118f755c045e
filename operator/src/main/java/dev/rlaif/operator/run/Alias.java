package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.observe.Wanted;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where the Service that outlives runs leads. It goes from run to run in the order in which they
 * started, and never back: an older run that ends late replaces nothing.
 */
record Alias(Wanted wanted) {

  /** Whom it leads to. */
  private enum Leads {
    NOWHERE,
    TO_AN_EARLIER_RUN,
    HERE,
    TO_A_LATER_RUN,
    /** It is somebody else's, or what the operator made for another purpose. */
    ELSEWHERE
  }

  /** A run that it may lead to; where two started in the same second, their names decide. */
  private record Led(Instant started, String run) implements Comparable<Led> {
    private static final Comparator<Led> ORDER =
        Comparator.comparing(Led::started).thenComparing(Led::run);

    @Override
    public int compareTo(Led other) {
      return ORDER.compare(this, other);
    }
  }

  boolean leadsHere() {
    return leads() == Leads.HERE;
  }

  boolean isForeign() {
    return leads() == Leads.ELSEWHERE;
  }

  boolean isFree() {
    return leads() == Leads.NOWHERE || leads() == Leads.TO_AN_EARLIER_RUN;
  }

  /**
   * The end of a sentence about the run: who keeps it because of a later start, if anybody does.
   */
  String rival() {
    return leads() == Leads.TO_A_LATER_RUN
        ? wanted.present().flatMap(Alias::led).map(this::rival).orElse("")
        : "";
  }

  private String rival(Led later) {
    return "; Service " + name() + " leads to run " + later.run() + ", which started later";
  }

  private Leads leads() {
    if (wanted.present().isEmpty()) {
      return Leads.NOWHERE;
    }
    Optional<Led> there = wanted.present().flatMap(Alias::led);
    Optional<Led> here = led(wanted.desired());
    if (there.isEmpty() || here.isEmpty()) {
      return Leads.ELSEWHERE;
    }
    int order = there.get().compareTo(here.get());
    if (order == 0) {
      return Leads.HERE;
    }
    return order < 0 ? Leads.TO_AN_EARLIER_RUN : Leads.TO_A_LATER_RUN;
  }

  /** As it will be; bound to the version that was seen, so that a run that is faster keeps it. */
  Service desired() {
    String seen =
        wanted.present().map(found -> found.getMetadata().getResourceVersion()).orElse(null);
    return new ServiceBuilder((Service) wanted.desired())
        .editMetadata()
        .withResourceVersion(seen)
        .endMetadata()
        .build();
  }

  boolean isMet() {
    return wanted.isMet();
  }

  String name() {
    return wanted.desired().getMetadata().getName();
  }

  private static Optional<Led> led(HasMetadata service) {
    Map<String, String> labels = orNone(service.getMetadata().getLabels());
    String run = labels.get(Labels.RUN);
    String started = orNone(service.getMetadata().getAnnotations()).get(Labels.RUN_STARTED);
    if (run == null || started == null || !Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Led(Instant.parse(started), run));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> orNone(Map<String, String> given) {
    return requireNonNullElse(given, Map.of());
  }
}
