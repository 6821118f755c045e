package dev.rlaif.trainer.stage;

import dev.rlaif.plan.StageDoor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the URIs of a document lead: files of this machine, things that are shipped with the
 * installation, claims that a cluster mounts, and entries of ConfigMaps.
 *
 * @param installation folder that {@code bundled://PATH} is looked up in
 * @param claims folder that {@code pvc://CLAIM/PATH} is looked up in
 * @param configMaps data by ConfigMap name and key
 */
public record Sources(Path installation, Path claims, Map<String, Map<String, String>> configMaps) {
  private static final String BUNDLED = "bundled://";
  private static final String CLAIM = "pvc://";
  private static final String CONFIG_MAP = "configmap://";
  private static final String FILE = "file://";
  private static final Path IMAGE_FOLDER = Path.of("/opt/rlaif");

  public Sources {
    installation = installation.toAbsolutePath().normalize();
    claims = claims.toAbsolutePath().normalize();
    configMaps = Map.copyOf(configMaps);
  }

  /** In a checkout the folder {@code examples} of {@code RLAIF_HOME}, else that of the image. */
  public static Sources of(
      Map<String, String> environment, Map<String, Map<String, String>> configMaps) {
    String home = environment.getOrDefault("RLAIF_HOME", "");
    return new Sources(
        home.isEmpty() ? IMAGE_FOLDER : Path.of(home, "examples"),
        Path.of(StageDoor.CLAIMS),
        configMaps);
  }

  /** Whether a uri leads into a claim, which a cluster mounts. */
  public static boolean isClaim(String uri) {
    return uri.startsWith(CLAIM);
  }

  /** Why a uri leads nowhere from here, and what would do; empty if it may lead somewhere. */
  public Optional<String> unreachable(String uri) {
    if (uri.startsWith("s3://")) {
      return Optional.of(
          "object stores are not read yet: copy it and give file:///PATH, an absolute path, or on"
              + " a cluster pvc://CLAIM/PATH");
    }
    if (uri.startsWith("hf://")) {
      return Optional.of(
          "only spec.model.uri is fetched from a hub: download it and give file:///PATH, an"
              + " absolute path, or on a cluster pvc://CLAIM/PATH");
    }
    if (isClaim(uri) && !Files.isDirectory(claim(uri))) {
      return Optional.of(
          "claims are mounted by a cluster, and "
              + claim(uri)
              + " is not there: on one machine give file:///PATH or an absolute path");
    }
    return Optional.empty();
  }

  /** The file or folder that a URI names; it exists. */
  public Path path(String uri) {
    Path path = locate(uri);
    if (!Files.exists(path)) {
      throw StageFailure.wrong(
          uri + " does not exist: looked for " + path + "; correct the uri or put the file there");
    }
    return path;
  }

  /** The text that a URI names, a file or an entry of a ConfigMap; UTF-8. */
  public String text(String uri) {
    return uri.startsWith(CONFIG_MAP) ? configMapEntry(uri) : read(uri, path(uri));
  }

  /** The text of a ConfigMap's entry. */
  public String configMapText(String name, String key) {
    return configMapEntry(CONFIG_MAP + name + "/" + key);
  }

  private Path locate(String uri) {
    if (uri.startsWith(BUNDLED)) {
      return inside(installation, uri, uri.substring(BUNDLED.length()));
    }
    if (isClaim(uri) && Files.isDirectory(claim(uri))) {
      return inside(claim(uri), uri, uri.substring(CLAIM.length()).replaceFirst("[^/]*/?", ""));
    }
    if (uri.startsWith(FILE)) {
      return fileUri(uri);
    }
    if (uri.startsWith("/")) {
      return Path.of(uri);
    }
    throw StageFailure.wrong(uri + " " + whatWouldDo(uri));
  }

  /** Folder of the claim that a uri names, whatever else stands there. */
  private Path claim(String uri) {
    return inside(claims, uri, uri.substring(CLAIM.length()).split("/", 2)[0]);
  }

  private static Path inside(Path folder, String uri, String path) {
    Path found = folder.resolve(path).normalize();
    if (!found.startsWith(folder)) {
      throw StageFailure.wrong(uri + " leads out of " + folder + ": leave out '..'");
    }
    return found;
  }

  private static Path fileUri(String uri) {
    try {
      return Path.of(URI.create(uri));
    } catch (IllegalArgumentException e) {
      throw StageFailure.wrong(
          uri + " is no file uri: write file:///PATH, with %20 for a space, or an absolute path");
    }
  }

  private String whatWouldDo(String uri) {
    if (uri.startsWith(CONFIG_MAP)) {
      return "is text, not a file or folder: give file:///PATH, an absolute path or bundled://PATH";
    }
    return unreachable(uri)
        .map(why -> "cannot be read: " + why)
        .orElse(
            "is no known place: give bundled://PATH, file:///PATH, pvc://CLAIM/PATH,"
                + " configmap://NAME/KEY or an absolute path");
  }

  private String configMapEntry(String uri) {
    String[] parts = uri.substring(CONFIG_MAP.length()).split("/", 2);
    Map<String, String> data = configMaps.get(parts[0]);
    if (data == null) {
      throw StageFailure.wrong(
          uri
              + ": no ConfigMap "
              + parts[0]
              + "; put it into the same file, known are "
              + configMaps.keySet().stream().sorted().toList());
    }
    String text = parts.length == 2 ? data.get(parts[1]) : null;
    if (text == null) {
      throw StageFailure.wrong(
          uri
              + ": ConfigMap "
              + parts[0]
              + " has the keys "
              + data.keySet().stream().sorted().toList()
              + "; name one of them");
    }
    return text;
  }

  private static String read(String uri, Path file) {
    if (Files.isDirectory(file)) {
      throw StageFailure.wrong(uri + " is a folder: name a file in it");
    }
    ByteBuffer bytes = ByteBuffer.wrap(bytes(uri, file));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw StageFailure.wrong(
          uri
              + ":"
              + (1 + lineFeeds(bytes))
              + ": is not UTF-8: convert it, for example with iconv, if it is a text at all");
    }
  }

  private static byte[] bytes(String uri, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw StageFailure.environment(uri + " cannot be read: " + file, e);
    }
  }

  /** Before the place where a decoder stopped. */
  private static int lineFeeds(ByteBuffer bytes) {
    int count = 0;
    for (int i = 0; i < bytes.position(); i++) {
      count += bytes.get(i) == '\n' ? 1 : 0;
    }
    return count;
  }
}
