package dev.rlaif.trainer.kernel.cuda;

import ai.djl.engine.EngineException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sums over GPUs by NVIDIA's collective library, the one that libtorch has loaded. One communicator
 * a GPU; all of a group do the same calls in the same order, each on a thread of its own.
 */
public final class Nccl implements AutoCloseable {
  private static final int ID_BYTES = 128;
  private static final int FLOAT32 = 7;
  private static final int SUM = 0;

  private final NativeLibrary library;
  private final Pointer communicator;
  private final int device;

  private Nccl(NativeLibrary library, Pointer communicator, int device) {
    this.library = library;
    this.communicator = communicator;
    this.device = device;
  }

  /** Name of a group of communicators, as the library passes it by value. */
  @Structure.FieldOrder("internal")
  public static final class GroupId extends Structure implements Structure.ByValue {
    @SuppressWarnings("checkstyle:VisibilityModifier") // JNA reads it
    public byte[] internal = new byte[ID_BYTES];
  }

  /** Whether libtorch has loaded the library. */
  public static boolean isUsable() {
    return find().isPresent();
  }

  /** A name for a new group. */
  public static byte[] newGroup() {
    NativeLibrary library = find().orElseThrow();
    Memory id = new Memory(ID_BYTES);
    check(library, "ncclGetUniqueId", id);
    return id.getByteArray(0, ID_BYTES);
  }

  /**
   * Joins a group; returns when all have joined.
   *
   * @param group made by one of them
   * @param world how many they are
   * @param device of this one
   */
  public static Nccl join(byte[] group, int world, int rank, int device) {
    NativeLibrary library = find().orElseThrow();
    GroupId id = new GroupId();
    System.arraycopy(group, 0, id.internal, 0, ID_BYTES);
    PointerByReference made = new PointerByReference();
    Cuda.required().on(device, () -> check(library, "ncclCommInitRank", made, world, id, rank));
    return new Nccl(library, made.getValue(), device);
  }

  /**
   * Replaces the elements of an array by their sums over the group, on the stream that libtorch
   * gives this thread's work to. All of the group get the same bits.
   *
   * @param tensorHandle contiguous, fp32
   */
  public void sum(long tensorHandle, long elements) {
    Cuda cuda = Cuda.required();
    Pointer data = new Pointer(cuda.address(tensorHandle));
    Pointer stream = cuda.currentStream(device);
    cuda.on(
        device,
        () ->
            check(
                library,
                "ncclAllReduce",
                data,
                data,
                elements,
                FLOAT32,
                SUM,
                communicator,
                stream));
  }

  @Override
  public void close() {
    check(library, "ncclCommDestroy", communicator);
  }

  private static Optional<NativeLibrary> find() {
    return LoadedLibrary.find("libnccl.so");
  }

  private static void check(NativeLibrary library, String name, @Nullable Object... arguments) {
    int code = library.getFunction(name).invokeInt(arguments);
    if (code != 0) {
      String text =
          library.getFunction("ncclGetErrorString").invokePointer(new Object[] {code}).getString(0);
      throw new EngineException("NCCL: " + name + " failed with " + code + ": " + text);
    }
  }
}
