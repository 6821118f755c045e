package dev.rlaif.trainer.table.copy;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a failed request to an object store means, and what would do. */
final class S3Failures {
  private S3Failures() {}

  static StageFailure noCredentials(StorePlace place, SdkException e) {
    return StageFailure.environment(
        place
            + " needs credentials, and there are none: set AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, on a cluster by spec.pods.env with a secretKeyRef each",
        e);
  }

  static StageFailure of(StorePlace place, S3Settings settings, SdkException e) {
    if (!(e instanceof S3Exception refusal)) {
      return StageFailure.environment(
          "%s cannot be reached (%s): check that %s is up, and that this machine gets there"
              .formatted(place, innermost(e), server(settings)),
          e);
    }
    String said = said(refusal);
    if (refusal.statusCode() >= 500) {
      return StageFailure.environment(
          "%s does not work at the moment (%s): check %s".formatted(place, said, server(settings)),
          e);
    }
    return StageFailure.environment(
        "%s refuses (%s): %s".formatted(place, said, remedy(place, refusal)), e);
  }

  private static String remedy(StorePlace place, S3Exception refusal) {
    return switch (refusal.statusCode()) {
      case 401, 403 ->
          "check the keys, and that they may s3:ListBucket of "
              + place.bucket()
              + ", s3:GetObject and s3:PutObject below "
              + place.key("*");
      case 404 ->
          "make the bucket "
              + place.bucket()
              + ", or correct spec.tracking.objectStore.uri in a new run";
      default -> "check spec.tracking.objectStore";
    };
  }

  private static String said(S3Exception refusal) {
    String code =
        Optional.ofNullable(refusal.awsErrorDetails())
            .map(AwsErrorDetails::errorCode)
            .map(given -> " " + given)
            .orElse("");
    return refusal.statusCode() + code;
  }

  private static String server(S3Settings settings) {
    return settings.endpoint().map(Object::toString).orElse("S3 in " + settings.region());
  }

  /** The client's own messages are long, and tell of its inside. */
  private static String innermost(Throwable e) {
    Throwable inner = e;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner instanceof SdkException ? String.valueOf(inner.getMessage()) : inner.toString();
  }
}
