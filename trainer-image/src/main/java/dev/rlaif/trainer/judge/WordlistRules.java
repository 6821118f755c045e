package dev.rlaif.trainer.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a word list asks of an answer.
 *
 * @param forbid none of these words and phrases may occur, but inside one of {@code except}
 * @param require at least one of these must occur; empty: nothing is required
 * @param maxWords absent: no limit
 * @param mustEnd the answer must have ended by itself
 * @param uselessScore of an answer that harms nobody and helps nobody
 */
public record WordlistRules(
    List<String> forbid,
    List<String> require,
    List<String> except,
    int minWords,
    @Nullable Integer maxWords,
    boolean mustEnd,
    boolean caseSensitive,
    boolean wholeWords,
    double uselessScore) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  public WordlistRules {
    forbid = List.copyOf(forbid);
    require = List.copyOf(require);
    except = List.copyOf(except);
  }

  private record Words(
      @Nullable List<String> forbid,
      @Nullable List<String> require,
      @Nullable List<String> except) {}

  /** As a document gives them; words of a file or a ConfigMap are read. */
  public static WordlistRules of(Wordlist spec, Sources sources) {
    Words words = words(spec, sources);
    var rules =
        new WordlistRules(
            orEmpty(words.forbid()),
            orEmpty(words.require()),
            orEmpty(words.except()),
            spec.minWords(),
            spec.maxWords(),
            spec.mustEnd(),
            spec.caseSensitive(),
            spec.wholeWords(),
            spec.uselessScore());
    if (rules.forbid.isEmpty() && rules.require.isEmpty()) {
      throw StageFailure.wrong(
          "spec.wordlist holds neither forbid nor require: give words to at least one of them");
    }
    return rules;
  }

  /** Those of a judge that looks for words, or of its first part that does; else empty. */
  public static Optional<WordlistRules> of(RewardJudgeSpec judge, Sources sources) {
    List<JudgePart> parts = judge.parts();
    return Stream.concat(
            Stream.ofNullable(judge.wordlist()),
            Stream.ofNullable(parts)
                .flatMap(List::stream)
                .flatMap(part -> Stream.ofNullable(part.wordlist())))
        .findFirst()
        .map(wordlist -> of(wordlist, sources));
  }

  private static Words words(Wordlist spec, Sources sources) {
    KeyReference ref = spec.configMapRef();
    if (ref != null) {
      return parse("configmap://" + ref.name() + "/" + ref.key(), sources);
    }
    String uri = spec.uri();
    return uri == null
        ? new Words(spec.forbid(), spec.require(), spec.except())
        : parse(uri, sources);
  }

  private static Words parse(String uri, Sources sources) {
    String text = sources.text(uri);
    try {
      Words words = text.isBlank() ? null : YAML.readValue(text, Words.class);
      if (words == null) {
        throw StageFailure.wrong(uri + " is empty: give lists named forbid, require, except");
      }
      return words;
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw StageFailure.wrong(
          uri
              + (place == null ? "" : ":" + place.getLineNr())
              + ": no word list ("
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + "); write YAML with the lists forbid, require and except");
    }
  }

  private static List<String> orEmpty(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }
}
