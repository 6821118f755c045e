package dev.rlaif.trainer.kernel.cuda;

import ai.djl.engine.EngineException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The CUDA runtime that libtorch uses, and libtorch's own C functions about it. */
public final class Cuda {
  private static final int NON_BLOCKING = 1;
  private static final int WITHOUT_TIMES = 2;
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;

  private static final AtomicReference<@Nullable Cuda> FOUND = new AtomicReference<>();

  private final NativeLibrary runtime;
  private final NativeLibrary torch;
  private final NativeLibrary torchCpu;

  private Cuda(NativeLibrary runtime, NativeLibrary torch, NativeLibrary torchCpu) {
    this.runtime = runtime;
    this.torch = torch;
    this.torchCpu = torchCpu;
  }

  /**
   * Memory of a device, bytes.
   *
   * @param free what another allocation could take, before libtorch gives back what it keeps
   */
  public record DeviceMemory(long free, long total) {}

  /** Whether the libtorch of this process was built for CUDA. */
  public static boolean isInLibtorch() {
    return LoadedLibrary.path("libtorch_cuda.so").isPresent();
  }

  /** GPUs that this process sees; 0 without CUDA or without a driver. */
  public static int deviceCount() {
    return find().map(Cuda::count).orElse(0);
  }

  /** CUDA of this process. */
  public static Cuda required() {
    return find().orElseThrow(() -> new EngineException("CUDA is not loaded in this process"));
  }

  /** Looked for until it is there: libtorch may be loaded later. */
  private static Optional<Cuda> find() {
    if (FOUND.get() == null) {
      Optional<NativeLibrary> runtime = LoadedLibrary.find("libcudart");
      Optional<NativeLibrary> torch = LoadedLibrary.find("libtorch_cuda.so");
      Optional<NativeLibrary> cpu = LoadedLibrary.find("libtorch_cpu.so");
      if (runtime.isPresent() && torch.isPresent() && cpu.isPresent()) {
        FOUND.set(new Cuda(runtime.get(), torch.get(), cpu.get()));
      }
    }
    return Optional.ofNullable(FOUND.get());
  }

  private int count() {
    IntByReference count = new IntByReference();
    int error = runtime.getFunction("cudaGetDeviceCount").invokeInt(new Object[] {count});
    return error == 0 ? count.getValue() : 0;
  }

  /** What a device has. */
  public DeviceMemory memory(int device) {
    Memory sizes = new Memory(2L * Long.BYTES);
    on(device, () -> runtime("cudaMemGetInfo", sizes, sizes.share(Long.BYTES)));
    return new DeviceMemory(sizes.getLong(0), sizes.getLong(Long.BYTES));
  }

  /** Makes a device this thread's current one. */
  public void use(int device) {
    runtime("cudaSetDevice", device);
  }

  /** Waits until a device has done all that it was given. */
  public void synchronise(int device) {
    on(device, () -> runtime("cudaDeviceSynchronize"));
  }

  /** A stream that does not wait for the default one. */
  Pointer newStream(int device) {
    return created(device, "cudaStreamCreateWithFlags", NON_BLOCKING);
  }

  /** An event that streams can wait for. */
  Pointer newEvent(int device) {
    return created(device, "cudaEventCreateWithFlags", WITHOUT_TIMES);
  }

  private Pointer created(int device, String function, int flags) {
    PointerByReference made = new PointerByReference();
    on(device, () -> runtime(function, made, flags));
    return made.getValue();
  }

  /** Until it is closed, libtorch gives this thread's work to a stream. */
  CudaStream.Current guard(Pointer stream, int device) {
    PointerByReference guard = new PointerByReference();
    torch("aoti_torch_create_cuda_stream_guard", stream, device, guard);
    return () -> torch("aoti_torch_delete_cuda_stream_guard", guard.getValue());
  }

  /** The stream that libtorch gives this thread's work to. */
  public @Nullable Pointer currentStream(int device) {
    PointerByReference stream = new PointerByReference();
    torch("aoti_torch_get_current_cuda_stream", device, stream);
    return stream.getValue();
  }

  /** Address on the device of a tensor's first element. */
  public long address(long tensorHandle) {
    PointerByReference address = new PointerByReference();
    check(
        "aoti_torch_get_data_ptr",
        torchCpu
            .getFunction("aoti_torch_get_data_ptr")
            .invokeInt(new Object[] {new Pointer(tensorHandle), address}));
    return Pointer.nativeValue(address.getValue());
  }

  /** What kernels for a device are compiled for, such as sm_90. */
  String architecture(int device) {
    return "sm_"
        + attribute(device, COMPUTE_CAPABILITY_MAJOR)
        + attribute(device, COMPUTE_CAPABILITY_MINOR);
  }

  private int attribute(int device, int number) {
    IntByReference value = new IntByReference();
    runtime("cudaDeviceGetAttribute", value, number, device);
    return value.getValue();
  }

  /** With a device as this thread's current one. */
  void on(int device, Runnable work) {
    IntByReference before = new IntByReference();
    runtime("cudaGetDevice", before);
    runtime("cudaSetDevice", device);
    try {
      work.run();
    } finally {
      runtime("cudaSetDevice", before.getValue());
    }
  }

  NativeLibrary torchLibrary() {
    return torch;
  }

  /** A function of the runtime that returns an error code. */
  void runtime(String name, @Nullable Object... arguments) {
    int code = runtime.getFunction(name).invokeInt(arguments);
    if (code != 0) {
      String text =
          runtime.getFunction("cudaGetErrorString").invokePointer(new Object[] {code}).getString(0);
      throw new EngineException("CUDA: " + name + " failed with " + code + ": " + text);
    }
  }

  /** A function of libtorch that returns an error code. */
  void torch(String name, Object... arguments) {
    check(name, torch.getFunction(name).invokeInt(arguments));
  }

  private static void check(String name, int code) {
    if (code != 0) {
      throw new EngineException("CUDA: libtorch's " + name + " failed with " + code);
    }
  }
}
