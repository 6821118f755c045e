package dev.rlaif.operator.kube;

/** What shows a run to people while it goes on and after it; it runs without them as well. */
public enum Beside {
  /** The page of the run. */
  VIEW("view"),
  /** TensorBoard over the run's event files. */
  TENSORBOARD("tensorboard");

  private final String word;

  Beside(String word) {
    this.word = word;
  }

  /** As it stands in labels and at the end of names. */
  public String word() {
    return word;
  }
}
