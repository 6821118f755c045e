package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.DecodeStep;
import dev.rlaif.trainer.kernel.cuda.CachedMemory;
import dev.rlaif.trainer.kernel.cuda.CudaGraph;
import dev.rlaif.trainer.kernel.cuda.CudaStream;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records each decode step as a CUDA graph after it has run a few times. A graph's first repetition
 * does a step over again that ran without it; if the two differ, graphs are given up with a
 * warning.
 */
final class GraphRepetition implements Repetition {
  private static final Logger LOG = LoggerFactory.getLogger(GraphRepetition.class);

  /** Runs before recording, in which libraries load kernels and take their workspaces. */
  private static final int WARM_UPS = 2;

  /** Graphs that are closed before their memory is given back: of 2 to some 20 MiB each. */
  private static final int MOST_KEPT = 16;

  private static final AtomicInteger CLOSED = new AtomicInteger();

  private final CudaStream stream;
  private final Map<DecodeStep, Integer> runs = new IdentityHashMap<>();
  private final Map<DecodeStep, CudaGraph> graphs = new IdentityHashMap<>();
  private boolean trusted = true;

  GraphRepetition(CudaStream stream) {
    this.stream = stream;
  }

  @Override
  public double[] run(DecodeStep step, double[] numbers) {
    // the stream is shared: what another thread gave it during a recording would be recorded too
    synchronized (stream) {
      try (CudaStream.Current current = stream.makeCurrent()) {
        step.set(numbers);
        CudaGraph graph = graphs.get(step);
        if (graph != null && trusted) {
          graph.replay();
          return step.drawn();
        }
        step.run();
        double[] drawn = step.drawn();
        if (trusted && runs.merge(step, 1, Integer::sum) == WARM_UPS) {
          record(step, drawn);
        }
        return drawn;
      }
    }
  }

  private void record(DecodeStep step, double[] drawn) {
    CudaGraph graph = CudaGraph.record(stream, step::run);
    graphs.put(step, graph);
    graph.replay();
    if (!Arrays.equals(step.drawn(), drawn)) {
      LOG.warn("a CUDA graph did not repeat what was recorded: decoding without, which is slower");
      trusted = false;
    }
  }

  /**
   * libtorch keeps the memory of every graph that ever was until it is asked for it, at some
   * milliseconds; so it is asked now and then.
   */
  @Override
  public void close() {
    graphs.values().forEach(CudaGraph::close);
    if (CLOSED.addAndGet(graphs.size()) >= MOST_KEPT) {
      CLOSED.set(0);
      CachedMemory.release();
    }
  }
}
