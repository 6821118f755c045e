package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.ValidationExample;
import dev.rlaif.api.v1alpha1.ValidationExamples;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs that a judge is held against.
 *
 * @param pairs at least one, none twice
 * @param notes what was left out, for people
 */
public record LabelledPairs(List<LabelledPair> pairs, List<String> notes) {
  private static final String SHAPE = "{\"prompt\": \"…\", \"good\": \"…\", \"bad\": \"…\"}";

  public LabelledPairs {
    pairs = List.copyOf(pairs);
    notes = List.copyOf(notes);
  }

  /** The pairs that a document names. */
  public static LabelledPairs load(ValidationExamples examples, Sources sources) {
    List<ValidationExample> inline = examples.inline();
    if (inline == null) {
      String uri = uri(examples.configMapRef(), examples.uri());
      return read(uri, sources.text(uri));
    }
    var check = new PairCheck();
    for (int i = 0; i < inline.size(); i++) {
      ValidationExample example = inline.get(i);
      check.add(
          "spec.validation.examples.inline[" + i + "]",
          new LabelledPair(example.prompt(), example.good(), example.bad()));
    }
    return check.pairs();
  }

  private static String uri(@Nullable KeyReference ref, @Nullable String uri) {
    if (ref != null) {
      return "configmap://" + ref.name() + "/" + ref.key();
    }
    if (uri != null) {
      return uri;
    }
    throw StageFailure.wrong("spec.validation.examples is empty: give configMapRef, inline or uri");
  }

  /**
   * Pairs of a file with one object a line.
   *
   * @throws StageFailure that names every line that is no pair
   */
  static LabelledPairs read(String name, String text) {
    List<JsonLines.Line> lines = JsonLines.read(name, text);
    if (lines.isEmpty()) {
      throw StageFailure.wrong(name + " is empty: give lines such as " + SHAPE);
    }
    requireBothClasses(name, lines);
    var check = new PairCheck();
    List<String> wrong = new ArrayList<>();
    for (JsonLines.Line line : lines) {
      try {
        var pair = new LabelledPair(line.text("prompt"), line.text("good"), line.text("bad"));
        check.add(line.place(), pair);
      } catch (StageFailure failure) {
        wrong.add(failure.message());
      }
    }
    PairCheck.requireNone(wrong);
    return check.pairs();
  }

  /** A file of good answers only is a misunderstanding, not a hundred missing fields. */
  private static void requireBothClasses(String name, List<JsonLines.Line> lines) {
    for (String side : List.of("good", "bad")) {
      if (lines.stream().noneMatch(line -> line.object().has(side))) {
        throw StageFailure.wrong(
            name
                + ": no line has a "
                + side
                + " answer, but a judge is proved on both: give each line as "
                + SHAPE);
      }
    }
  }
}
