package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page is drawn from; it lies in the document as JSON.
 *
 * @param runs the run, and the one that it is compared with if there is one
 * @param pairs of the run; absent in a live page, which asks for them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageData(Mode mode, List<Run> runs, @Nullable Pairs pairs) {

  /** Whether a server stands behind the page. */
  enum Mode {
    LIVE,
    FROZEN
  }

  /** One run. */
  record Run(RunState state, Results results, MetricsRows metrics) {
    static Run of(RunReader reader) {
      return new Run(reader.state(), reader.results(), reader.metrics().rows());
    }
  }
}
