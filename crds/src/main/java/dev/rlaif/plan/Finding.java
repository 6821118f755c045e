package dev.rlaif.plan;

/** A problem of one document, before it is known where that was written. */
record Finding(String path, String message) {

  /** Whether this is about the field at {@code other}, a part of it, or something around it. */
  boolean touches(String other) {
    return isWithin(path, other) || isWithin(other, path);
  }

  /** Whether {@code inner} is {@code outer} or a part of it. */
  static boolean isWithin(String inner, String outer) {
    return inner.startsWith(outer)
        && (outer.isEmpty()
            || inner.length() == outer.length()
            || inner.charAt(outer.length()) == '.'
            || inner.charAt(outer.length()) == '[');
  }
}
