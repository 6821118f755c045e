package dev.rlaif.trainer.kernel.cuda;

import ai.djl.engine.EngineException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** CUDA C, compiled in this process by NVIDIA's run-time compiler and loaded onto a device. */
public final class CudaProgram {
  private static final Map<Key, CudaProgram> COMPILED = new ConcurrentHashMap<>();

  private record Key(int device, String source, List<String> options) {}

  private final NativeLibrary driver;
  private final Pointer module;

  private CudaProgram(NativeLibrary driver, Pointer module) {
    this.driver = driver;
    this.module = module;
  }

  /** Whether the compiler and the driver are loaded. */
  public static boolean isUsable() {
    return LoadedLibrary.path("libnvrtc.so").isPresent()
        && LoadedLibrary.path("libcuda.so").isPresent();
  }

  /**
   * The program for a device; compiled once in a process.
   *
   * @param options of the compiler, such as {@code -DN=3}
   * @throws EngineException with the compiler's log, if the source does not compile
   */
  public static CudaProgram of(int device, String source, List<String> options) {
    return COMPILED.computeIfAbsent(
        new Key(device, source, List.copyOf(options)), CudaProgram::make);
  }

  private static CudaProgram make(Key key) {
    NativeLibrary driver = LoadedLibrary.find("libcuda.so").orElseThrow();
    Cuda cuda = Cuda.required();
    Memory binary = compile(key, cuda.architecture(key.device()));
    PointerByReference module = new PointerByReference();
    cuda.on(
        key.device(),
        () ->
            check(
                "cuModuleLoadData",
                driver.getFunction("cuModuleLoadData").invokeInt(new Object[] {module, binary})));
    return new CudaProgram(driver, module.getValue());
  }

  private static Memory compile(Key key, String architecture) {
    NativeLibrary compiler = LoadedLibrary.find("libnvrtc.so").orElseThrow();
    PointerByReference created = new PointerByReference();
    check(
        "nvrtcCreateProgram",
        call(compiler, "nvrtcCreateProgram", created, key.source(), "decode.cu", 0, null, null));
    Pointer program = created.getValue();
    String[] options = new String[key.options().size() + 1];
    key.options().toArray(options);
    options[options.length - 1] = "--gpu-architecture=" + architecture;
    int code =
        call(compiler, "nvrtcCompileProgram", program, options.length, new StringArray(options));
    if (code != 0) {
      throw new EngineException(
          "CUDA: a kernel does not compile (" + code + "): " + log(compiler, program));
    }
    Memory size = new Memory(Long.BYTES);
    check("nvrtcGetCUBINSize", call(compiler, "nvrtcGetCUBINSize", program, size));
    Memory binary = new Memory(size.getLong(0));
    check("nvrtcGetCUBIN", call(compiler, "nvrtcGetCUBIN", program, binary));
    call(compiler, "nvrtcDestroyProgram", created);
    return binary;
  }

  private static String log(NativeLibrary compiler, Pointer program) {
    Memory size = new Memory(Long.BYTES);
    call(compiler, "nvrtcGetProgramLogSize", program, size);
    Memory log = new Memory(size.getLong(0) + 1);
    log.clear();
    call(compiler, "nvrtcGetProgramLog", program, log);
    return log.getString(0);
  }

  /** A function of the program, declared {@code extern "C"}. */
  public Kernel kernel(String name) {
    PointerByReference function = new PointerByReference();
    check(
        "cuModuleGetFunction " + name, call(driver, "cuModuleGetFunction", function, module, name));
    return new Kernel(driver, function.getValue());
  }

  /** A function of a program. */
  public record Kernel(NativeLibrary driver, Pointer function) {}

  private static int call(NativeLibrary library, String name, @Nullable Object... arguments) {
    return library.getFunction(name).invokeInt(arguments);
  }

  static void check(String name, int code) {
    if (code != 0) {
      throw new EngineException("CUDA: " + name + " failed with " + code);
    }
  }
}
