package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.Label;
import dev.rlaif.trainer.chat.TokenLogProb;
import java.util.List;
import java.util.Locale;

/**
 * The expected score over the labels of a first token, as in G-Eval (arXiv 2303.16634): {@code sum
 * P(label) value / sum P(label)}. Two labels with the values 1 and 0 make a yes/no question.
 *
 * @param mass probability on the labels, 0 to 1
 * @param expected NaN when the mass is 0
 */
record LabelScore(double mass, double expected) {
  /** Marks that tokenizers show in place of a leading space. */
  private static final String SPACE_MARKS = "[\u2581\u0120]";

  static LabelScore of(List<TokenLogProb> tokens, List<Label> labels) {
    double mass = 0;
    double sum = 0;
    for (TokenLogProb token : tokens) {
      String spelling = spelling(token.token());
      for (Label label : labels) {
        if (spelling(label.token()).equals(spelling)) {
          double probability = Math.exp(token.logProb());
          mass += probability;
          sum += probability * label.value();
        }
      }
    }
    return new LabelScore(mass, mass > 0 ? sum / mass : Double.NaN);
  }

  /** A label counts in whatever case and with or without a leading space. */
  private static String spelling(String token) {
    return token.replaceAll(SPACE_MARKS, " ").strip().toLowerCase(Locale.ROOT);
  }
}
