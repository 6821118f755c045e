package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stream that libtorch gives a thread's work to, and one beside it that forks from it and joins
 * it again; they live as long as the process. Recorded in a graph, the two become branches.
 */
public final class StreamPair {
  private static final Map<Integer, StreamPair> PAIRS = new ConcurrentHashMap<>();

  private final Cuda cuda;
  private final int device;
  private final Pointer aside;
  private final Pointer forked;
  private final Pointer joined;
  private @Nullable Pointer main;

  private StreamPair(Cuda cuda, int device) {
    this.cuda = cuda;
    this.device = device;
    this.aside = cuda.newStream(device);
    this.forked = cuda.newEvent(device);
    this.joined = cuda.newEvent(device);
  }

  /** The pair of a device, for one thread at a time; libtorch keeps a workspace of each stream. */
  public static StreamPair of(int device) {
    return PAIRS.computeIfAbsent(device, number -> new StreamPair(Cuda.required(), number));
  }

  /** Takes this thread's stream as it is now; libtorch's default one has no pointer. */
  public void useCurrent() {
    main = cuda.currentStream(device);
  }

  public @Nullable Pointer main() {
    return main;
  }

  public Pointer aside() {
    return aside;
  }

  /** Work that libtorch shall give to the stream beside. */
  public void aside(Runnable work) {
    try (CudaStream.Current current = cuda.guard(aside, device)) {
      work.run();
    }
  }

  /** The stream beside waits for what the main one was given so far. */
  public void fork() {
    cuda.runtime("cudaEventRecord", forked, main);
    cuda.runtime("cudaStreamWaitEvent", aside, forked, 0);
  }

  /** The main stream waits for what the one beside was given so far. */
  public void join() {
    cuda.runtime("cudaEventRecord", joined, aside);
    cuda.runtime("cudaStreamWaitEvent", main, joined, 0);
  }
}
