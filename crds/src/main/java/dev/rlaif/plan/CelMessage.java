package dev.rlaif.plan;

/** What the API server says where a rule is broken. */
public sealed interface CelMessage {

  /** Always the same. */
  record Text(String text) implements CelMessage {}

  /** A CEL expression whose value is the message. */
  record Expression(String expression) implements CelMessage {}
}
