package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The question in a generator's reply. Asked for is one object {@code {"question": "…"}}; what
 * models make of that is tolerated as long as there is no doubt which words are the question: see
 * {@code replies.yaml} among the tests.
 */
final class GeneratedQuestion {
  private static final int LONGEST = 2000;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private static final Pattern FIELD = Pattern.compile("(?i)\\s*questions?\\s*");

  /** An object that is no JSON, such as one with quotes within quotes. */
  private static final Pattern BROKEN_OBJECT =
      Pattern.compile("(?i)\\{\\W*question\\W{0,3}?:([^\\n{}]+)");

  private static final Pattern NEXT_FIELD = Pattern.compile("[\"']\\s*,\\s*[\"']\\w+[\"']\\s*:.*");
  private static final Pattern ELEMENT =
      Pattern.compile("(?is)<question>\\s*([^<]+?)\\s*</question>");

  private static final Pattern LABELLED =
      Pattern.compile(
          "(?im)^(?:[^\\n{]{0,60}?\\bquestion\\b[^\\n:?{]{0,40}|[\\s*_#>\\d.)-]{0,6}Q\\d*[\\s*_]{0,2}):([\\s*_]*[^\\n]+)");

  private static final Pattern ENDED = Pattern.compile(".*[?.!？。！]", Pattern.DOTALL);
  private static final Pattern WRAPPING = Pattern.compile("^[\\s*_`\"'“”‘’]+|[\\s*_`\"'“”‘’,]+$");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)[<\\[({]?(?:your |the |a )?(?:question|string|text)(?: here)?[>\\])}]?");

  private GeneratedQuestion() {}

  /** Empty: malformed. */
  static Optional<String> in(String reply) {
    String text = Reasoning.removed(reply);
    return inJson(text)
        .or(() -> inJson(straightQuotes(text)))
        .or(() -> inBrokenObject(text))
        .or(() -> matched(ELEMENT, text).flatMap(GeneratedQuestion::valid))
        .or(() -> matched(LABELLED, text).flatMap(GeneratedQuestion::unwrapped));
  }

  /** The first object with a question, wherever in the text and however deep. */
  private static Optional<String> inJson(String text) {
    for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
      Optional<String> question = inObject(text.substring(at));
      if (question.isPresent()) {
        return question;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inObject(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return Optional.empty();
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.FIELD_NAME && FIELD.matcher(parser.currentName()).matches()) {
          token = parser.nextToken();
          if (token == JsonToken.START_ARRAY) {
            depth++;
            token = parser.nextToken();
          }
          depth += token != null && token.isStructStart() ? 1 : 0;
          if (token == JsonToken.VALUE_STRING) {
            Optional<String> question = valid(parser.getText());
            return goesOn(parser) ? question : Optional.empty();
          }
        }
      } while (depth > 0);
      return Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  /** A text ended where it seemed to: JSON follows, or nothing where a brace was forgotten. */
  private static boolean goesOn(JsonParser parser) throws IOException {
    try {
      parser.nextToken();
      return true;
    } catch (JsonEOFException end) {
      return true;
    }
  }

  /** Typographic quotes, and quotes of an object within a text. */
  private static String straightQuotes(String text) {
    return text.replaceAll("[“”„«»]", "\"").replaceAll("[‘’]", "'").replace("\\\"", "\"");
  }

  /** One that was cut off does not end as a sentence does. */
  private static Optional<String> inBrokenObject(String text) {
    return matched(BROKEN_OBJECT, text)
        .map(found -> NEXT_FIELD.matcher(found).replaceFirst(""))
        .flatMap(GeneratedQuestion::unwrapped)
        .filter(question -> ENDED.matcher(question).matches());
  }

  private static Optional<String> matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> unwrapped(String text) {
    return valid(WRAPPING.matcher(text).replaceAll(""));
  }

  /** On one line; not what stood in the example for a question. */
  private static Optional<String> valid(String text) {
    return Optional.of(text.replaceAll("\\s+", " ").strip())
        .filter(question -> question.codePoints().anyMatch(Character::isLetter))
        .filter(question -> question.length() <= LONGEST)
        .filter(question -> !PLACEHOLDER.matcher(question).matches());
  }
}
