package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A queue of work on a device. */
public final class CudaStream {
  private static final Map<Integer, CudaStream> STREAMS = new ConcurrentHashMap<>();

  private final Cuda cuda;
  private final Pointer stream;
  private final int device;

  CudaStream(Cuda cuda, Pointer stream, int device) {
    this.cuda = cuda;
    this.stream = stream;
    this.device = device;
  }

  /** The one stream of a device that is not its default one. */
  public static CudaStream of(int device) {
    return STREAMS.computeIfAbsent(device, index -> Cuda.required().newStream(index));
  }

  /** While it is open, libtorch gives this thread's work to the stream. */
  public interface Current extends AutoCloseable {
    @Override
    void close();
  }

  /** Makes it this thread's stream; the last one made current is closed first. */
  public Current makeCurrent() {
    PointerByReference guard = new PointerByReference();
    cuda.torch("aoti_torch_create_cuda_stream_guard", stream, device, guard);
    return () -> cuda.torch("aoti_torch_delete_cuda_stream_guard", guard.getValue());
  }

  /** Waits for the work of this stream. */
  public void synchronise() {
    cuda.runtime("cudaStreamSynchronize", stream);
  }

  Cuda cuda() {
    return cuda;
  }

  Pointer pointer() {
    return stream;
  }
}
