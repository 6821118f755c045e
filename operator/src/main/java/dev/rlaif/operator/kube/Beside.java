package dev.rlaif.operator.kube;

/** What shows a run to people while it goes on and after it; it runs without them as well. */
public enum Beside {
  /** The page of the run. */
  VIEW("view", "view"),
  /** TensorBoard over the run's event files. */
  TENSORBOARD("tensorboard", "board");

  private final String word;
  private final String suffix;

  Beside(String word, String suffix) {
    this.word = word;
    this.suffix = suffix;
  }

  /** End of the names of its objects; short, as a run's name may have 52 characters. */
  String suffix() {
    return suffix;
  }

  /** As it stands in labels. */
  public String word() {
    return word;
  }
}
