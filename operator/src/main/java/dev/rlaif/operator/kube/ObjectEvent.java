package dev.rlaif.operator.kube;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Events of core/v1 whose names say what they are of, so that the same thing twice is one event.
 */
final class ObjectEvent {
  private static final int UID_CHARACTERS = 8;

  /** What the newer events API keeps of a note; longer ones are cut in every view. */
  private static final int MESSAGE_CHARACTERS = 1024;

  private ObjectEvent() {}

  static Event of(
      HasMetadata about,
      EventRecorder.Severity severity,
      Reason reason,
      String message,
      Instant now) {
    ObjectMeta of = about.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(of, reason))
        .withNamespace(of.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(of.getName())
        .withNamespace(of.getNamespace())
        .withUid(of.getUid())
        .endInvolvedObject()
        .withType(severity.name())
        .withReason(reason.word())
        .withMessage(cut(message))
        .withCount(1)
        .withFirstTimestamp(time(now))
        .withLastTimestamp(time(now))
        .withReportingComponent(Labels.OPERATOR)
        .withNewSource()
        .withComponent(Labels.OPERATOR)
        .endSource()
        .build();
  }

  /** What an event that exists already gets from its next occurrence, as a merge patch. */
  static Event again(Event known, Event next) {
    int before = known.getCount() == null ? 1 : known.getCount();
    return new EventBuilder()
        .withNewMetadata()
        .endMetadata()
        .withCount(before + 1)
        .withLastTimestamp(next.getLastTimestamp())
        .withMessage(next.getMessage())
        .build();
  }

  private static String name(ObjectMeta of, Reason reason) {
    String uid = of.getUid();
    String start = uid.substring(0, Math.min(UID_CHARACTERS, uid.length()));
    return (of.getName() + "." + start + "." + reason.word()).toLowerCase(Locale.ROOT);
  }

  private static String cut(String message) {
    return message.length() <= MESSAGE_CHARACTERS
        ? message
        : message.substring(0, MESSAGE_CHARACTERS - 1) + "…";
  }

  /** Events count in whole seconds. */
  private static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
