package dev.rlaif.trainer.jinja;

/** Python's None. */
public enum None {
  NONE
}
