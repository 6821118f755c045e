package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.ValidationExample;
import dev.rlaif.api.v1alpha1.ValidationExamples;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question with an answer that a person calls good and one that a person calls bad. */
public record LabelledPair(String prompt, String good, String bad) {

  /** The pairs that a document names, at least one. */
  public static List<LabelledPair> load(ValidationExamples examples, Sources sources) {
    List<ValidationExample> inline = examples.inline();
    if (inline != null) {
      return inline.stream().map(e -> new LabelledPair(e.prompt(), e.good(), e.bad())).toList();
    }
    String uri = uri(examples.configMapRef(), examples.uri());
    return read(uri, sources.text(uri));
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

  /** Pairs of a file with one object a line. */
  static List<LabelledPair> read(String name, String text) {
    List<LabelledPair> pairs = JsonLines.read(name, text).stream().map(LabelledPair::of).toList();
    if (pairs.isEmpty()) {
      throw StageFailure.wrong(
          name
              + " is empty: give lines such as {\"prompt\": \"…\", \"good\": \"…\", \"bad\": \"…\"}");
    }
    return pairs;
  }

  private static LabelledPair of(JsonLines.Line line) {
    var pair = new LabelledPair(line.text("prompt"), line.text("good"), line.text("bad"));
    if (pair.good.equals(pair.bad)) {
      throw StageFailure.wrong(
          line.place() + ": good and bad are the same text; change one or drop the line");
    }
    return pair;
  }
}
