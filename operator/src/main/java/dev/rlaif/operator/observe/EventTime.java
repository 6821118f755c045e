package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import java.util.Optional;

/** When an event happened last; old and new writers of events say so in different fields. */
final class EventTime {
  private EventTime() {}

  static Instant of(Event event) {
    return Times.read(event.getLastTimestamp())
        .or(
            () ->
                Optional.ofNullable(event.getEventTime())
                    .map(MicroTime::getTime)
                    .flatMap(Times::read))
        .or(() -> Times.read(event.getMetadata().getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }
}
