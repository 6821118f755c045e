package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.Label;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.trainer.chat.ChatReply;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a reply says.
 *
 * @param p inside the scale; empty: no score can be read
 * @param labelMass probability on the labels, mode probability only
 */
record ReplyScore(OptionalDouble p, OptionalDouble labelMass) {

  static ReplyScore of(ChatReply reply, Scoring scoring, Scale scale) {
    return switch (scoring.mode()) {
      case TEXT ->
          new ReplyScore(clamp(ScoreParser.parse(reply.text()), scale), OptionalDouble.empty());
      case PROBABILITY -> {
        List<Label> labels = Objects.requireNonNullElse(scoring.labels(), List.of());
        LabelScore score = LabelScore.of(reply.firstToken(), labels);
        // A mass of 0 has no expected score, whatever the smallest mass may be.
        boolean enough = score.mass() > 0 && score.mass() >= scoring.minLabelMass();
        OptionalDouble p = enough ? OptionalDouble.of(score.expected()) : OptionalDouble.empty();
        yield new ReplyScore(clamp(p, scale), OptionalDouble.of(score.mass()));
      }
    };
  }

  private static OptionalDouble clamp(OptionalDouble p, Scale scale) {
    return p.isEmpty() ? p : OptionalDouble.of(scale.clamp(p.getAsDouble()));
  }
}
