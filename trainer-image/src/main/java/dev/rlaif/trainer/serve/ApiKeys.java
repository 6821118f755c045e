package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that open the API, one a line of a file, such as a mounted Secret; read again when the
 * file changes, so that keys are exchanged without a restart. Kept and compared are digests, all of
 * them each time, so that the time an answer takes tells nothing about a key.
 */
public final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final ApiKeys NONE = new ApiKeys(null, List.of());
  private static final String SCHEME = "bearer ";

  private final @Nullable Path file;
  private List<byte[]> digests;
  private FileTime modified = FileTime.fromMillis(0);

  private ApiKeys(@Nullable Path file, List<byte[]> digests) {
    this.file = file;
    this.digests = digests;
  }

  /** Everybody may ask. */
  public static ApiKeys none() {
    return NONE;
  }

  /**
   * The keys of a file, without empty lines.
   *
   * @throws StageFailure it cannot be read or holds no key
   */
  public static ApiKeys of(Path file) {
    ApiKeys keys = new ApiKeys(file, List.of());
    try {
      keys.modified = Files.getLastModifiedTime(file);
      keys.digests = read(file);
    } catch (IOException e) {
      throw StageFailure.wrong(
          "serving: the file of API keys " + file + " cannot be read: " + e.getMessage());
    }
    if (keys.digests.isEmpty()) {
      throw StageFailure.wrong(
          "serving: the file of API keys " + file + " is empty: write one key a line");
    }
    return keys;
  }

  /** One key. */
  public static ApiKeys of(ApiKey key) {
    return new ApiKeys(
        null,
        key.authorization().stream()
            .map(header -> digest(header.substring(SCHEME.length())))
            .toList());
  }

  boolean areNeeded() {
    return !current().isEmpty();
  }

  /**
   * Whether a request may pass.
   *
   * @param authorization its header, if there is one
   */
  boolean admit(@Nullable String authorization) {
    List<byte[]> digestsNow = current();
    if (digestsNow.isEmpty()) {
      return true;
    }
    String header = authorization == null ? "" : authorization;
    boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    byte[] given = digest(isBearer ? header.substring(SCHEME.length()).strip() : "");
    boolean found = false;
    for (byte[] known : digestsNow) {
      found |= MessageDigest.isEqual(known, given);
    }
    return found && isBearer;
  }

  private synchronized List<byte[]> current() {
    Path path = file;
    if (path == null) {
      return digests;
    }
    try {
      FileTime now = Files.getLastModifiedTime(path);
      if (!now.equals(modified)) {
        List<byte[]> fresh = read(path);
        modified = now;
        // a Secret that is being replaced may be empty for a moment
        digests = fresh.isEmpty() ? digests : fresh;
      }
    } catch (IOException e) {
      LOG.warn("API keys cannot be read again, the old ones count: {}", e.getMessage());
    }
    return digests;
  }

  private static List<byte[]> read(Path path) throws IOException {
    return Files.readAllLines(path).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(ApiKeys::digest)
        .toList();
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Where they come from, never what they are. */
  @Override
  public String toString() {
    return Optional.ofNullable(file).map(path -> "keys of " + path).orElse("none");
  }
}
