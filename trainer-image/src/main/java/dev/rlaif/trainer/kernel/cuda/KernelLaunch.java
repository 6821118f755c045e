package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** A kernel with its grid and its arguments, which keep their places. */
public final class KernelLaunch {
  private static final int STREAM = 8;

  private final Function launch;
  private final @Nullable Object[] call;

  // referred to by the call; here so that they live as long
  private final Memory values;
  private final Memory addresses;

  /**
   * A launch.
   *
   * @param blocksX blocks of the grid
   * @param threads of a block
   * @param arguments of the kernel: Long for an address, Integer, Float
   */
  public KernelLaunch(
      CudaProgram.Kernel kernel, int blocksX, int blocksY, int threads, Object... arguments) {
    this.launch = kernel.driver().getFunction("cuLaunchKernel");
    this.values = new Memory((long) Long.BYTES * arguments.length);
    this.addresses = new Memory((long) Long.BYTES * arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      put((long) Long.BYTES * i, arguments[i]);
    }
    this.call =
        new @Nullable Object[] {
          kernel.function(), blocksX, blocksY, 1, threads, 1, 1, 0, null, addresses, null
        };
  }

  private void put(long offset, Object argument) {
    if (argument instanceof Long address) {
      values.setLong(offset, address);
    } else if (argument instanceof Integer number) {
      values.setInt(offset, number);
    } else if (argument instanceof Float number) {
      values.setFloat(offset, number);
    } else {
      throw new IllegalArgumentException("kernel argument of type " + argument.getClass());
    }
    addresses.setPointer(offset, values.share(offset));
  }

  /** Gives it to a stream of the runtime, by its pointer. */
  public void on(@Nullable Pointer stream) {
    call[STREAM] = stream;
    CudaProgram.check("cuLaunchKernel", launch.invokeInt(call));
  }
}
