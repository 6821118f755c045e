package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How training went, one small chart a metric. */
final class CurvesSection {
  private static final String NO_BAND = "";

  /** A metric with what it is called on the page. */
  private record Shown(String title, String metric, String spread) {}

  private static final List<Shown> SHOWN =
      List.of(
          new Shown("Reward, mean ± std", "env/reward_mean", "env/reward_std"),
          new Shown("Margin of the implied rewards", "rewards/margins", NO_BAND),
          new Shown("Pairs in the right order, share", "rewards/accuracies", NO_BAND),
          new Shown("KL an answer, nats", "objective/kl", NO_BAND),
          new Shown("Mean length, tokens", "completions/mean_length", NO_BAND),
          new Shown("Policy loss", "ppo/loss/policy", NO_BAND),
          new Shown("Value loss", "ppo/loss/value", NO_BAND),
          new Shown("Entropy, nats a token", "ppo/policy/entropy", NO_BAND),
          new Shown("Judge, mean p", "judge/p_mean", "judge/p_std"),
          new Shown("Judge, share missing", "judge/missing_frac", NO_BAND));

  private CurvesSection() {}

  /** Empty if there are no metrics to show. */
  static Optional<Tag> of(List<JsonNode> metrics) {
    List<Tag> charts = new ArrayList<>();
    for (Shown shown : SHOWN) {
      Curve curve = Curve.of(metrics, shown.metric(), shown.spread());
      if (!curve.points().isEmpty()) {
        charts.add(
            tag("figure")
                .style("chart")
                .add(
                    tag("figcaption")
                        .add(
                            tag("span", shown.title()),
                            tag("output", Numbers.short3(curve.last().value()))),
                    new LineChart(shown.title(), curve).svg(),
                    tag("p", tag("code", shown.metric())).style("axis").text(" by step")));
      }
    }
    if (charts.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        tag("section")
            .set("aria-labelledby", "training")
            .add(
                tag("h2", "Training").set("id", "training"),
                tag("div").style("charts").add(charts)));
  }
}
