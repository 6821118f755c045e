package dev.rlaif.plan;

/**
 * Something in the documents that keeps them from being planned.
 *
 * @param source where it was written: file and line, or the {@code --set} that set it
 * @param path of the field in its document, such as {@code spec.lora.rank}; empty: the document
 * @param message what was found, and what would do
 */
public record Problem(String source, String path, String message) {

  /** The field and what is wrong with it, for whoever knows the document. */
  public String sentence() {
    return path.isEmpty() ? message : path + ": " + message;
  }

  @Override
  public String toString() {
    return source + ": " + sentence();
  }
}
