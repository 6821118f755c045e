package dev.rlaif.trainer.lora;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rlaif.trainer.kernel.AllocationFailure;
import dev.rlaif.trainer.kernel.FreeMemory;
import dev.rlaif.trainer.kernel.HeadScores;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.kernel.Torch;
import dev.rlaif.trainer.kernel.ValueHead;
import dev.rlaif.trainer.kernel.cuda.CachedMemory;
import dev.rlaif.trainer.kernel.cuda.Cuda;
import dev.rlaif.trainer.llama.LlamaModel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A policy on one device. All adapter parameters are one flat fp32 array, so that an optimiser and
 * a collective each see a single buffer. Not for use by several threads at once; the base is shared
 * and stays open when the policy is closed.
 */
public final class LoraPolicy implements Policy {
  private final LlamaModel base;
  private final LoraShape shape;
  private final PolicyOptions options;
  private final AdapterLayout layout;
  private final NDManager manager;
  private final NDArray adapter;
  private final NDArray sizes;
  private final NDArray scales;
  private final TrainedLayers trained;
  private final ValueHead valueHead;
  private final float[] valueGradients;
  private @Nullable DeviceOptimiser optimiser;
  private @Nullable MeasuredCalls measured;

  private LoraPolicy(LlamaModel base, LoraShape shape, long seed, PolicyOptions options) {
    this.base = base;
    this.shape = shape;
    this.options = options;
    this.layout = AdapterLayout.of(base.config().shape(), shape);
    this.manager = base.newScope();
    this.adapter = manager.create(layout.initial(seed));
    this.adapter.setRequiresGradient(true);
    NDManager host = Torch.host(manager);
    this.sizes = host.create(layout.sizes());
    this.scales = host.create(layout.scales());
    this.trained = new TrainedLayers(base, adapter, sizes, scales, shape.dropout());
    int hidden = base.config().shape().hidden();
    this.valueHead =
        new ValueHead(manager.zeros(new Shape(1, hidden)), manager.zeros(new Shape(1)));
    this.valueGradients = new float[hidden + 1];
    if (options.valueInit() == PolicyOptions.ValueInit.UNIFORM) {
      setParameters(Group.VALUE_HEAD, uniform(hidden, seed));
    }
  }

  /** A policy that answers as the base does, until its parameters are changed. */
  public static LoraPolicy create(LlamaModel base, LoraShape shape, long seed) {
    return create(base, shape, seed, PolicyOptions.standard(base.placement()));
  }

  /** As {@link #create(LlamaModel, LoraShape, long)}, with options. */
  public static LoraPolicy create(
      LlamaModel base, LoraShape shape, long seed, PolicyOptions options) {
    return new LoraPolicy(base, shape, seed, options);
  }

  /**
   * A policy of an adapter's own shape, as its folder has it in PEFT's format.
   *
   * @throws dev.rlaif.trainer.stage.StageFailure it is not for this base, or of a kind that is not
   *     computed here
   */
  public static LoraPolicy open(LlamaModel base, Path folder) {
    LoraPolicy policy = create(base, AdapterConfig.read(folder).shape(), 0);
    try {
      policy.loadAdapter(folder);
      return policy;
    } catch (RuntimeException e) {
      policy.close();
      throw e;
    }
  }

  public LlamaModel base() {
    return base;
  }

  public LoraShape shape() {
    return shape;
  }

  /** Number of its GPU. */
  public int device() {
    return base.placement().device().getDeviceId();
  }

  /** Waits until the device has done all that it was given. */
  public void synchronise() {
    if (base.placement().isGpu()) {
      Cuda.required().synchronise(base.placement().device().getDeviceId());
    }
  }

  @Override
  public void useOnThisThread() {
    if (base.placement().isGpu()) {
      Cuda.required().use(base.placement().device().getDeviceId());
    }
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Adapter adapterState) {
    List<float[]> logProbs = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    List<float[]> entropy = new ArrayList<>();
    List<float[]> meanLogits = new ArrayList<>();
    try (NDManager packScope = base.newScope()) {
      List<NDArray> packed =
          base.kernels().reordered(packScope, pack(packScope, adapterState).parts());
      Deque<List<Sequence>> parts = new ArrayDeque<>(MicroBatches.forScoring(this, sequences));
      while (!parts.isEmpty()) {
        List<Sequence> part = parts.remove();
        try {
          TokenScores scores = score(part, packed);
          logProbs.addAll(Arrays.asList(scores.logProbs()));
          values.addAll(Arrays.asList(scores.values()));
          entropy.addAll(Arrays.asList(scores.entropy()));
          meanLogits.addAll(Arrays.asList(scores.meanLogits()));
        } catch (EngineException e) {
          if (!AllocationFailure.is(e) || part.size() == 1) {
            throw e;
          }
          releaseMemory();
          parts.addFirst(part.subList(part.size() / 2, part.size()));
          parts.addFirst(part.subList(0, part.size() / 2));
        }
      }
    }
    return new TokenScores(
        logProbs.toArray(new float[0][]),
        values.toArray(new float[0][]),
        entropy.toArray(new float[0][]),
        meanLogits.toArray(new float[0][]));
  }

  private TokenScores score(List<Sequence> part, List<NDArray> packed) {
    try (NDManager scope = base.newScope()) {
      TokenBatch batch = TokenBatch.of(scope, part, base.config());
      NDArray hidden = base.kernels().hidden(base.weights(), batch.packed(), packed);
      return batch.scores(headScores(batch, hidden, false));
    }
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    ForwardPass.inTurn(this::forward, microBatches, loss);
  }

  /** Forward over one micro-batch, adapter on, that can be followed by a backward. */
  public ForwardPass forward(List<Sequence> sequences) {
    NDManager scope = base.newScope();
    try {
      TokenBatch batch = TokenBatch.of(scope, sequences, base.config());
      TrainedLayers.Pass layers = trained.forward(batch.packed());
      boolean keep = options.memory().keeps(batch.positions(), base.config().vocabulary());
      HeadScores head = headScores(batch, layers.hidden(), keep);
      return new LoraForwardPass(this, scope, batch, layers, head.kept(), batch.scores(head));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /** What a backward pass does; {@code kept} is overwritten. */
  void backward(
      TokenBatch batch,
      TrainedLayers.Pass layers,
      List<NDArray> kept,
      double[][] logProbGradients,
      double[][] valueGradientRows) {
    NDManager scope = batch.targets().getManager();
    List<NDArray> gradients =
        base.kernels()
            .headGradients(
                base.trainableWeights(),
                valueHead,
                layers.hidden(),
                batch.targets(),
                scope.create(batch.flat(logProbGradients)),
                scope.create(batch.flat(valueGradientRows)),
                kept,
                options.temperature(),
                chunk(),
                options.valueGradient().share());
    layers.backward().accept(gradients.get(0));
    add(gradients.get(1).toFloatArray(), 0);
    add(gradients.get(2).toFloatArray(), valueGradients.length - 1);
  }

  /** The adapter as the kernels take it; none when off. Valid until parameters change. */
  public PackedAdapter pack(NDManager scope, Adapter adapterState) {
    return switch (adapterState) {
      case ON -> {
        List<NDArray> parts = base.kernels().pack(scope, adapter, sizes, scales);
        List<Integer> ranks = layout.commonRanks();
        yield new PackedAdapter(
            ranks.isEmpty() ? AdapterPadding.of(base.kernels(), scope, parts) : parts, ranks);
      }
      case OFF -> PackedAdapter.NONE;
    };
  }

  @Override
  public float[] parameters(Group group) {
    return switch (group) {
      case LORA -> adapter.toFloatArray();
      case VALUE_HEAD -> {
        float[] flat = Arrays.copyOf(valueHead.weight().toFloatArray(), valueGradients.length);
        flat[flat.length - 1] = valueHead.bias().toFloatArray()[0];
        yield flat;
      }
    };
  }

  @Override
  public void setParameters(Group group, float[] flat) {
    int expected = group == Group.LORA ? layout.length() : valueGradients.length;
    if (flat.length != expected) {
      throw new IllegalArgumentException(
          group + " has " + expected + " parameters, not " + flat.length);
    }
    switch (group) {
      case LORA -> write(adapter, flat);
      case VALUE_HEAD -> {
        write(valueHead.weight(), Arrays.copyOf(flat, flat.length - 1));
        write(valueHead.bias(), new float[] {flat[flat.length - 1]});
      }
    }
  }

  @Override
  public float[] gradients(Group group) {
    return switch (group) {
      case LORA -> {
        try (NDArray gradient = JniUtils.getGradient((PtNDArray) adapter)) {
          yield gradient == null ? new float[layout.length()] : gradient.toFloatArray();
        }
      }
      case VALUE_HEAD -> valueGradients.clone();
    };
  }

  @Override
  public void zeroGradients() {
    Arrays.fill(valueGradients, 0);
    try (PtNDArray gradient = JniUtils.getGradient((PtNDArray) adapter)) {
      if (gradient != null) {
        JniUtils.zeroGrad((PtNDArray) adapter);
      }
    }
  }

  @Override
  public Optional<AdapterOptimiser> adapterOptimiser() {
    return deviceOptimiser().map(device -> device);
  }

  /** On a GPU; made when it is first asked for. */
  public Optional<DeviceOptimiser> deviceOptimiser() {
    if (optimiser == null && base.placement().isGpu()) {
      optimiser = new DeviceOptimiser(manager, base.kernels(), adapter);
    }
    return Optional.ofNullable(optimiser);
  }

  /** Also what it keeps is taken, from libraries that ask the device themselves. */
  @Override
  public void releaseMemory() {
    if (base.placement().isGpu()) {
      CachedMemory.release();
    }
  }

  @Override
  public int scoreTokens() {
    return base.placement().isGpu() ? MemoryPlan.GPU_SCORE_TOKENS : MemoryPlan.CPU_SCORE_TOKENS;
  }

  /** On a GPU as measured when it is first asked for, when all that lasts should be there. */
  @Override
  public int microBatchSize(int tokens) {
    int planned = options.memory().sequences(base.config().shape(), base.placement(), tokens);
    if (!base.placement().isGpu()) {
      return planned;
    }
    if (measured == null) {
      int length = Math.max(2, tokens);
      measured =
          MeasuredCalls.measure(
              () -> FreeMemory.of(base.placement()),
              () -> Cuda.required().memory(device()).free(),
              sequences -> tryOut(sequences, length),
              length,
              Math.max(2, Math.min(16, planned / 4)));
    }
    return measured.sequences(tokens);
  }

  /** Adds nothing to the gradients. */
  private void tryOut(int sequences, int tokens) {
    List<Sequence> zeros =
        Collections.nCopies(sequences, new Sequence(new int[1], new int[tokens - 1]));
    double[][] nothing = new double[sequences][tokens - 1];
    try (ForwardPass pass = forward(zeros)) {
      pass.backward(nothing, nothing);
    }
    synchronise();
  }

  @Override
  public LogProbTolerance tolerance() {
    return LogProbTolerance.of(base.placement().precision());
  }

  @Override
  public void saveAdapter(Path folder, String baseName) {
    AdapterFiles.save(folder, baseName, shape, layout, parameters(Group.LORA));
  }

  @Override
  public void loadAdapter(Path folder) {
    setParameters(Group.LORA, AdapterFiles.load(folder, base.config().shape(), shape, layout));
  }

  @Override
  public void close() {
    manager.close();
  }

  private HeadScores headScores(TokenBatch batch, NDArray hidden, boolean keep) {
    return base.kernels()
        .headScores(
            base.weights(),
            valueHead,
            hidden,
            batch.targets(),
            options.temperature(),
            chunk(),
            keep);
  }

  private int chunk() {
    return options.memory().chunk(base.config().vocabulary());
  }

  private void add(float[] gradient, int offset) {
    for (int i = 0; i < gradient.length; i++) {
      valueGradients[offset + i] += gradient[i];
    }
  }

  /** Into the tensor's own memory: no pass is alive between a backward and the next forward. */
  private void write(NDArray target, float[] source) {
    try (NDArray staged = manager.create(source, target.getShape())) {
      base.kernels().assign(target, staged);
    }
  }

  private static float[] uniform(int hidden, long seed) {
    // a stream of its own, so that the adapter begins the same with either value head
    SplittableRandom random = new SplittableRandom(seed).split();
    float[] flat = new float[hidden + 1];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(hidden));
    }
    return flat;
  }
}
