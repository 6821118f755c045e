package dev.rlaif.trainer.chat;

import dev.rlaif.plan.StageDoor;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A bearer token that shows itself in no text. It comes from a mounted file or from the
 * environment, never from an argument or a document.
 */
public final class ApiKey {
  /** Folder with one file per secret key: {@code FOLDER/NAME/KEY}. */
  static final String FOLDER_VARIABLE = StageDoor.SECRETS_VARIABLE;

  private static final ApiKey NONE = new ApiKey("");

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  public static ApiKey none() {
    return NONE;
  }

  /**
   * Finds the key {@code key} of the secret {@code name}: the file {@code $RLAIF_SECRETS/NAME/KEY},
   * else the variable that {@link #variable} names.
   */
  public static ApiKey secret(String name, String key, Map<String, String> environment) {
    String folder = environment.getOrDefault(FOLDER_VARIABLE, "");
    Path file = Path.of(folder, name, key);
    if (!folder.isEmpty() && Files.isRegularFile(file)) {
      return read(file);
    }
    String found = environment.get(variable(name, key));
    if (found == null) {
      throw StageFailure.wrong(
          "the secret "
              + name
              + "/"
              + key
              + " is not available: set the environment variable "
              + variable(name, key)
              + (folder.isEmpty()
                  ? ", or " + FOLDER_VARIABLE + " to a folder with the file " + name + "/" + key
                  : ", or write the file " + file));
    }
    return checked(found, "environment variable " + variable(name, key));
  }

  /** The environment variable of a secret's key, such as {@code RLAIF_SECRET_JUDGE_KEY_TOKEN}. */
  public static String variable(String name, String key) {
    return "RLAIF_SECRET_"
        + (name + "_" + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static ApiKey read(Path file) {
    try {
      return checked(Files.readString(file), "file " + file);
    } catch (IOException e) {
      throw StageFailure.environment("API key file " + file + " cannot be read", e);
    }
  }

  private static ApiKey checked(String text, String where) {
    String value = text.strip();
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw StageFailure.wrong(
          "API key in " + where + " must be one line of visible ASCII characters without spaces");
    }
    return new ApiKey(value);
  }

  /** Value of the header Authorization; empty where there is no key. */
  public Optional<String> authorization() {
    return value.isEmpty() ? Optional.empty() : Optional.of("Bearer " + value);
  }

  /** Text of a server without the key, should the server repeat it. */
  String redact(String text) {
    return value.isEmpty() ? text : text.replace(value, "***");
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "none" : "***";
  }
}
