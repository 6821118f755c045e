package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model's figures; in JSON those of the greedy pass stand at the top.
 *
 * @param passes the greedy pass first
 * @param sampled means over the other passes; absent if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SideFigures(
    @JsonUnwrapped PassFigures greedy, List<PassFigures> passes, @Nullable MeanFigures sampled) {

  static SideFigures of(List<PassFigures> passes) {
    List<PassFigures> drawn = passes.subList(1, passes.size());
    return new SideFigures(
        passes.get(0), List.copyOf(passes), drawn.isEmpty() ? null : MeanFigures.of(drawn));
  }
}
