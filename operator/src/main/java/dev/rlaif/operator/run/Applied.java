package dev.rlaif.operator.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Objects that are applied carry a hash of what was applied, so that it is known without a call
 * whether they have to be applied again. Whatever others set on them does not count.
 */
final class Applied {
  static final String ANNOTATION = "rlaif.dev/applied";
  private static final int CHARACTERS = 16;

  private Applied() {}

  /** A copy of the object with its hash. */
  static HasMetadata stamped(HasMetadata desired) {
    HasMetadata copy = Serialization.clone(desired);
    Map<String, String> annotations = new LinkedHashMap<>(annotations(desired));
    annotations.put(ANNOTATION, hash(desired));
    copy.getMetadata().setAnnotations(annotations);
    return copy;
  }

  static boolean isUpToDate(HasMetadata desired, HasMetadata present) {
    return hash(desired).equals(annotations(present).get(ANNOTATION));
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  private static String hash(HasMetadata desired) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Serialization.asJson(desired).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
