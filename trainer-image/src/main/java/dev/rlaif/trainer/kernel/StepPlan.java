package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import dev.rlaif.trainer.kernel.cuda.CudaProgram;
import dev.rlaif.trainer.kernel.cuda.KernelLaunch;
import dev.rlaif.trainer.kernel.cuda.StreamPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the script and kernels of our own in an order, over arrays that keep their places;
 * some kernels beside the others.
 */
final class StepPlan implements AutoCloseable {
  private final Kernels kernels;
  private final CudaProgram program;
  private final Cuda cuda = Cuda.required();
  private final StreamPair streams;
  private final List<IValue> held = new ArrayList<>();
  private final List<Consumer<StreamPair>> work = new ArrayList<>();

  StepPlan(Kernels kernels, CudaProgram program) {
    this.kernels = kernels;
    this.program = program;
    this.streams = StreamPair.of(kernels.placement().device().getDeviceId());
  }

  /** Appends a function of the script. */
  void script(String method, NDArray... arrays) {
    script(method, Arrays.stream(arrays).map(Kernels::of).toArray(IValue[]::new));
  }

  /** Appends a function of the script; the plan closes its inputs. */
  void script(String method, IValue... inputs) {
    held.addAll(List.of(inputs));
    work.add(pair -> kernels.run(method, inputs).close());
  }

  /** As {@link #script(String, NDArray...)}, beside what follows until {@link #join}. */
  void scriptAside(String method, NDArray... arrays) {
    IValue[] inputs = Arrays.stream(arrays).map(Kernels::of).toArray(IValue[]::new);
    held.addAll(List.of(inputs));
    work.add(pair -> pair.aside(() -> kernels.run(method, inputs).close()));
  }

  /** Appends a kernel; arrays among the arguments are given by their address, none by 0. */
  void launch(String kernel, Grid grid, @Nullable Object... arguments) {
    KernelLaunch launch = prepare(kernel, grid, arguments);
    work.add(pair -> launch.on(pair.main()));
  }

  /** As {@link #launch}, beside what follows until {@link #join}. */
  void launchAside(String kernel, Grid grid, @Nullable Object... arguments) {
    KernelLaunch launch = prepare(kernel, grid, arguments);
    work.add(pair -> launch.on(pair.aside()));
  }

  /** What is launched aside from here on waits for what was appended before. */
  void fork() {
    work.add(StreamPair::fork);
  }

  /** What is appended from here on waits for what was launched aside. */
  void join() {
    work.add(StreamPair::join);
  }

  /** Blocks in two directions, and the threads of each. */
  record Grid(int x, int y, int threads) {}

  private KernelLaunch prepare(String kernel, Grid grid, @Nullable Object... arguments) {
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments[i]);
    }
    return new KernelLaunch(program.kernel(kernel), grid.x(), grid.y(), grid.threads(), values);
  }

  private Object value(@Nullable Object argument) {
    if (argument == null) {
      return 0L;
    }
    return argument instanceof PtNDArray array ? cuda.address(array.getHandle()) : argument;
  }

  /** Gives all of it to this thread's stream of the device. */
  void run() {
    streams.useCurrent();
    work.forEach(part -> part.accept(streams));
  }

  @Override
  public void close() {
    held.forEach(IValue::close);
  }
}
