package dev.rlaif.plan;

/**
 * Something in the documents that keeps them from being planned.
 *
 * @param source where it was written: file and line, or the {@code --set} that set it
 * @param path of the field in its document, such as {@code spec.lora.rank}; empty: the document
 * @param message what was found, and what would do
 */
public record Problem(String source, String path, String message) {

  @Override
  public String toString() {
    return path.isEmpty() ? source + ": " + message : source + ": " + path + ": " + message;
  }
}
