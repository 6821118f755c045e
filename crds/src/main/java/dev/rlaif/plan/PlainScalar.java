package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Unquoted text of a YAML file as kubectl reads it, so that a file means the same here and on a
 * cluster: {@code yes} and {@code off} are booleans, {@code 1e-5} is a number.
 */
final class PlainScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE|yes|Yes|YES|on|On|ON");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE|no|No|NO|off|Off|OFF");
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private PlainScalar() {}

  static JsonNode parse(String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (NULLS.contains(text)) {
      return json.nullNode();
    }
    if (TRUE.matcher(text).matches()) {
      return json.booleanNode(true);
    }
    if (FALSE.matcher(text).matches()) {
      return json.booleanNode(false);
    }
    if (INTEGER.matcher(text).matches()) {
      return json.numberNode(new BigInteger(text));
    }
    // a leading zero makes an octal number for some readers: left as text, which no number accepts
    if (DECIMAL.matcher(text).matches() && !text.matches("[-+]?0[0-9].*")) {
      return json.numberNode(Double.parseDouble(text));
    }
    return json.textNode(text);
  }
}
