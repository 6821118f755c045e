package dev.rlaif.trainer.table.copy;

import dev.rlaif.trainer.stage.StageFailure;

/**
 * A folder of an object store.
 *
 * @param prefix of the keys of everything in it: empty, or ends with a slash
 */
public record StorePlace(String bucket, String prefix) {
  private static final String SCHEME = "s3://";

  /** The folder that {@code s3://BUCKET/PREFIX} names, with or without a slash at its end. */
  public static StorePlace of(String uri) {
    String path = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isEmpty()) {
      throw StageFailure.wrong("the object store " + uri + " must be s3://BUCKET/PREFIX");
    }
    return new StorePlace(bucket, "").folder(slash < 0 ? "" : path.substring(slash + 1));
  }

  /** A folder in this one; of an empty name this one. */
  public StorePlace folder(String name) {
    String end = name.isEmpty() || name.endsWith("/") ? "" : "/";
    return new StorePlace(bucket, prefix + name + end);
  }

  String key(String name) {
    return prefix + name;
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + prefix;
  }
}
