package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.cuda.CudaGraph;
import dev.rlaif.trainer.kernel.cuda.CudaProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How decode steps are given to the device. */
public enum Decoding {
  /** of as many rows and positions as there are: no work for nothing, which suits a CPU */
  DYNAMIC,
  /** over buffers of fixed shapes */
  STATIC,
  /** as STATIC, recorded once and repeated as a CUDA graph, so that the host does not hold it up */
  GRAPH,
  /** as GRAPH, with kernels of our own between the matrix products where they fit the model */
  FUSED;

  private static final Logger LOG = LoggerFactory.getLogger(Decoding.class);

  /** What suits a device best. */
  static Decoding of(Placement placement) {
    if (!placement.isGpu()) {
      return DYNAMIC;
    }
    if (CudaGraph.isUsable()) {
      return CudaProgram.isUsable() ? FUSED : GRAPH;
    }
    LOG.warn("this libtorch exports no CUDA graphs: decoding without them, which is slower");
    return STATIC;
  }

  /** Whether steps become CUDA graphs. */
  boolean isRecorded() {
    return this == GRAPH || this == FUSED;
  }
}
