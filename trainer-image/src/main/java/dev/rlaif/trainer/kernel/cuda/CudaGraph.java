package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;

/**
 * Work that was recorded once and is given to the device again as a whole: libtorch's CUDAGraph,
 * which has a memory pool of its own, called by its exported C++ names. A C++ exception would end
 * the process, so that {@link #isUsable} is asked before, and what is recorded has run before on
 * the same stream.
 */
public final class CudaGraph implements AutoCloseable {
  private static final String CLASS = "_ZN2at4cuda9CUDAGraph";

  /** Constructors of libtorch 2.7 and of later versions; both take no more than a flag. */
  private static final List<String> CONSTRUCTORS = List.of(CLASS + "C1Ev", CLASS + "C1Eb");

  private static final String DESTRUCTOR = CLASS + "D1Ev";
  private static final String BEGIN = CLASS + "13capture_beginESt4pairIyyE21cudaStreamCaptureMode";
  private static final String END = CLASS + "11capture_endEv";
  private static final String REPLAY = CLASS + "6replayEv";

  /** Far above the size of the class in any version. */
  private static final int OBJECT_BYTES = 4096;

  /** Other threads may go on allocating meanwhile. */
  private static final int THREAD_LOCAL = 1;

  private final NativeLibrary torch;
  private final Memory self = new Memory(OBJECT_BYTES);
  private final Function replay;

  private CudaGraph(NativeLibrary torch, Function constructor) {
    this.torch = torch;
    this.replay = torch.getFunction(REPLAY);
    self.clear();
    constructor.invokeVoid(new Object[] {self, 0});
  }

  /** Whether this process's libtorch exports what a graph needs. */
  public static boolean isUsable() {
    return LoadedLibrary.find("libtorch_cuda.so")
        .filter(torch -> constructor(torch).isPresent())
        .filter(
            torch ->
                List.of(DESTRUCTOR, BEGIN, END, REPLAY).stream()
                    .allMatch(name -> symbol(torch, name).isPresent()))
        .isPresent();
  }

  /**
   * Records what the work gives to a stream, without doing it.
   *
   * @param stream current on this thread
   * @param work that waits for nothing and copies nothing to the host
   */
  public static CudaGraph record(CudaStream stream, Runnable work) {
    NativeLibrary torch = stream.cuda().torchLibrary();
    CudaGraph graph = new CudaGraph(torch, constructor(torch).orElseThrow());
    stream.synchronise();
    CachedMemory.keptWhile(
        () -> {
          torch.getFunction(BEGIN).invokeVoid(new Object[] {graph.self, 0L, 0L, THREAD_LOCAL});
          try {
            work.run();
          } finally {
            torch.getFunction(END).invokeVoid(new Object[] {graph.self});
          }
        });
    return graph;
  }

  /** Gives the recorded work to this thread's stream. */
  public void replay() {
    replay.invokeVoid(new Object[] {self});
  }

  @Override
  public void close() {
    torch.getFunction(DESTRUCTOR).invokeVoid(new Object[] {self});
  }

  private static Optional<Function> constructor(NativeLibrary torch) {
    return CONSTRUCTORS.stream().flatMap(name -> symbol(torch, name).stream()).findFirst();
  }

  private static Optional<Function> symbol(NativeLibrary torch, String name) {
    try {
      return Optional.of(torch.getFunction(name));
    } catch (UnsatisfiedLinkError missing) {
      return Optional.empty();
    }
  }
}
