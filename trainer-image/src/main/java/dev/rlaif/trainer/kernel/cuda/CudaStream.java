package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A queue of work on a device, beside libtorch's default one; it lives as long as the process. */
public final class CudaStream {
  private static final Map<Integer, CudaStream> STREAMS = new ConcurrentHashMap<>();

  private final Cuda cuda;
  private final int device;
  private final Pointer stream;
  private final Pointer handedOver;

  private CudaStream(Cuda cuda, int device) {
    this.cuda = cuda;
    this.device = device;
    this.stream = cuda.newStream(device);
    this.handedOver = cuda.newEvent(device);
  }

  /** The one stream of a device that is not its default one. */
  public static CudaStream of(int device) {
    return STREAMS.computeIfAbsent(device, index -> new CudaStream(Cuda.required(), index));
  }

  /** While it is open, libtorch gives this thread's work to the stream. */
  public interface Current extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes it this thread's stream; the last one made current is closed first. Work goes on in
   * order: the stream waits for what the thread's stream was given before, and at the end the other
   * way round.
   */
  public Current makeCurrent() {
    Pointer before = cuda.currentStream(device);
    handOver(before, stream);
    Current guard = cuda.guard(stream, device);
    return () -> {
      guard.close();
      handOver(stream, before);
    };
  }

  private void handOver(@Nullable Pointer from, @Nullable Pointer to) {
    cuda.runtime("cudaEventRecord", handedOver, from);
    cuda.runtime("cudaStreamWaitEvent", to, handedOver, 0);
  }

  /** Waits for the work of this stream. */
  public void synchronise() {
    cuda.runtime("cudaStreamSynchronize", stream);
  }

  Cuda cuda() {
    return cuda;
  }
}
