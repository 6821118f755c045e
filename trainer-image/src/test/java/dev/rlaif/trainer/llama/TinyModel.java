package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A random Llama model of a few thousand weights: written as a Hugging Face folder, and computed in
 * plain Java, fp64, one token at a time, without any of the engine's code.
 */
public final class TinyModel {
  public static final int VOCABULARY = 41;

  /** Sizes; the default has grouped queries and a head size that is not hidden / heads. */
  public record Sizes(
      int hidden, int intermediate, int layers, int heads, int keyValueHeads, int headSize) {
    public static final Sizes GROUPED = new Sizes(16, 24, 2, 4, 2, 6);
    public static final Sizes MULTI_HEAD = new Sizes(12, 20, 3, 3, 3, 4);
  }

  public record Tensor(List<Integer> shape, float[] elements) {}

  private final Sizes sizes;
  private final boolean tied;
  private final Map<String, Tensor> tensors;

  private TinyModel(Sizes sizes, boolean tied, Map<String, Tensor> tensors) {
    this.sizes = sizes;
    this.tied = tied;
    this.tensors = tensors;
  }

  public static TinyModel random(Sizes s, boolean tied, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    put(tensors, random, "model.embed_tokens.weight", 0.6, VOCABULARY, s.hidden());
    for (int i = 0; i < s.layers(); i++) {
      String layer = "model.layers." + i + ".";
      int queries = s.heads() * s.headSize();
      int keys = s.keyValueHeads() * s.headSize();
      put(tensors, random, layer + "input_layernorm.weight", 1, s.hidden());
      put(tensors, random, layer + "self_attn.q_proj.weight", 0.4, queries, s.hidden());
      put(tensors, random, layer + "self_attn.k_proj.weight", 0.4, keys, s.hidden());
      put(tensors, random, layer + "self_attn.v_proj.weight", 0.4, keys, s.hidden());
      put(tensors, random, layer + "self_attn.o_proj.weight", 0.4, s.hidden(), queries);
      put(tensors, random, layer + "post_attention_layernorm.weight", 1, s.hidden());
      put(tensors, random, layer + "mlp.gate_proj.weight", 0.4, s.intermediate(), s.hidden());
      put(tensors, random, layer + "mlp.up_proj.weight", 0.4, s.intermediate(), s.hidden());
      put(tensors, random, layer + "mlp.down_proj.weight", 0.4, s.hidden(), s.intermediate());
    }
    put(tensors, random, "model.norm.weight", 1, s.hidden());
    if (!tied) {
      put(tensors, random, "lm_head.weight", 0.6, VOCABULARY, s.hidden());
    }
    return new TinyModel(s, tied, tensors);
  }

  private static void put(
      Map<String, Tensor> tensors, Random random, String name, double spread, int... shape) {
    int size = 1;
    List<Integer> dimensions = new ArrayList<>();
    for (int dimension : shape) {
      size *= dimension;
      dimensions.add(dimension);
    }
    float[] elements = new float[size];
    for (int i = 0; i < size; i++) {
      // of 8 significant bits, so that bf16 and fp16 hold them exactly
      float value = (float) (spread * (shape.length == 1 ? 1 : random.nextGaussian()));
      elements[i] = Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffff0000);
    }
    tensors.put(name, new Tensor(dimensions, elements));
  }

  public Sizes sizes() {
    return sizes;
  }

  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The same model with B A times scale added to some projections. */
  public TinyModel plus(Map<String, float[]> a, Map<String, float[]> b, int rank, double scale) {
    Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
    a.forEach(
        (name, down) -> {
          Tensor old = tensor(name);
          int in = old.shape().get(1);
          float[] up = Objects.requireNonNull(b.get(name));
          float[] sum = old.elements().clone();
          for (int i = 0; i < sum.length; i++) {
            double delta = 0;
            for (int r = 0; r < rank; r++) {
              delta += (double) up[i / in * rank + r] * down[r * in + i % in];
            }
            sum[i] += (float) (scale * delta);
          }
          changed.put(name, new Tensor(old.shape(), sum));
        });
    return new TinyModel(sizes, tied, changed);
  }

  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", "llama");
    config.put("architectures", List.of("LlamaForCausalLM"));
    config.put("hidden_act", "silu");
    config.put("vocab_size", VOCABULARY);
    config.put("hidden_size", sizes.hidden());
    config.put("intermediate_size", sizes.intermediate());
    config.put("num_hidden_layers", sizes.layers());
    config.put("num_attention_heads", sizes.heads());
    config.put("num_key_value_heads", sizes.keyValueHeads());
    config.put("head_dim", sizes.headSize());
    config.put("rms_norm_eps", 1e-5);
    config.put("max_position_embeddings", 64);
    config.put("rope_theta", 100.0);
    config.put("tie_word_embeddings", tied);
    config.put("eos_token_id", 2);
    return config;
  }

  /** Writes config.json and one fp32 model.safetensors. */
  public Path write(Path folder) {
    return write(folder, "F32", 1);
  }

  /** Writes config.json and the weights, with an index when there are several shards. */
  public Path write(Path folder, String type, int shards) {
    try {
      Files.createDirectories(folder);
      ObjectMapper json = new ObjectMapper();
      json.writeValue(folder.resolve("config.json").toFile(), config());
      if (shards == 1) {
        writeTensors(folder.resolve("model.safetensors"), type, tensors);
        return folder;
      }
      Map<String, String> weightMap = new LinkedHashMap<>();
      List<Map<String, Tensor>> parts = new ArrayList<>();
      for (int i = 0; i < shards; i++) {
        parts.add(new LinkedHashMap<>());
      }
      int next = 0;
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        int shard = next++ % shards;
        parts.get(shard).put(tensor.getKey(), tensor.getValue());
        weightMap.put(tensor.getKey(), shardName(shard, shards));
      }
      for (int i = 0; i < shards; i++) {
        writeTensors(folder.resolve(shardName(i, shards)), type, parts.get(i));
      }
      json.writeValue(
          folder.resolve("model.safetensors.index.json").toFile(),
          Map.of("metadata", Map.of(), "weight_map", weightMap));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shardName(int shard, int shards) {
    return String.format("model-%05d-of-%05d.safetensors", shard + 1, shards);
  }

  /** A safetensors file, written without the engine's writer. */
  public static void writeTensors(Path file, String type, Map<String, Tensor> tensors)
      throws IOException {
    int width = type.equals("F32") ? 4 : 2;
    Map<String, Object> header = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      int end = offset + width * entry.getValue().elements().length;
      header.put(
          entry.getKey(),
          Map.of(
              "dtype",
              type,
              "shape",
              entry.getValue().shape(),
              "data_offsets",
              List.of(offset, end)));
      offset = end;
    }
    byte[] text = new ObjectMapper().writeValueAsBytes(header);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + offset).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (Tensor tensor : tensors.values()) {
      for (float element : tensor.elements()) {
        switch (type) {
          case "F32" -> bytes.putFloat(element);
          case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(element) >>> 16));
          case "F16" -> bytes.putShort(half(element));
          default -> throw new IllegalArgumentException(type);
        }
      }
    }
    Files.write(file, bytes.array());
  }

  /** Of numbers that binary16 holds exactly: by search, to be unlike the reader's arithmetic. */
  private static short half(float value) {
    float magnitude = Math.abs(value);
    int low = 0;
    int high = 0x7bff;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int exponent = middle >>> 10;
      double fraction = (middle & 0x3ff) / 1024.0;
      double candidate =
          exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * Math.pow(2, exponent - 15);
      if (candidate < magnitude) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (short) (low | (value < 0 ? 0x8000 : 0));
  }

  /**
   * Log-softmax [T][V] of the next token after each position, the hidden states [T][C], and the
   * logits' mean over the vocabulary [T].
   */
  public record Output(double[][] logProbs, double[][] hidden, double[] meanLogits) {}

  public Output forward(int[] ids) {
    double[][] h = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      h[t] = row("model.embed_tokens.weight", ids[t]);
    }
    for (int i = 0; i < sizes.layers(); i++) {
      String layer = "model.layers." + i + ".";
      double[][] attention = attention(layer, h);
      for (int t = 0; t < ids.length; t++) {
        add(h[t], times(layer + "self_attn.o_proj.weight", attention[t]));
        double[] n = norm(layer + "post_attention_layernorm.weight", h[t]);
        double[] gate = times(layer + "mlp.gate_proj.weight", n);
        double[] up = times(layer + "mlp.up_proj.weight", n);
        for (int j = 0; j < gate.length; j++) {
          gate[j] = gate[j] / (1 + Math.exp(-gate[j])) * up[j];
        }
        add(h[t], times(layer + "mlp.down_proj.weight", gate));
      }
    }
    double[][] logProbs = new double[ids.length][];
    double[][] hidden = new double[ids.length][];
    double[] meanLogits = new double[ids.length];
    for (int t = 0; t < ids.length; t++) {
      hidden[t] = norm("model.norm.weight", h[t]);
      double[] logits = times(tied ? "model.embed_tokens.weight" : "lm_head.weight", hidden[t]);
      meanLogits[t] = Arrays.stream(logits).average().orElseThrow();
      logProbs[t] = logSoftmax(logits);
    }
    return new Output(logProbs, hidden, meanLogits);
  }

  private double[][] attention(String layer, double[][] h) {
    int d = sizes.headSize();
    double[][] q = new double[h.length][];
    double[][] k = new double[h.length][];
    double[][] v = new double[h.length][];
    double[][] out = new double[h.length][sizes.heads() * d];
    for (int t = 0; t < h.length; t++) {
      double[] n = norm(layer + "input_layernorm.weight", h[t]);
      q[t] = rotate(times(layer + "self_attn.q_proj.weight", n), t);
      k[t] = rotate(times(layer + "self_attn.k_proj.weight", n), t);
      v[t] = times(layer + "self_attn.v_proj.weight", n);
      for (int head = 0; head < sizes.heads(); head++) {
        int shared = head / (sizes.heads() / sizes.keyValueHeads());
        double[] scores = new double[t + 1];
        for (int s = 0; s <= t; s++) {
          for (int j = 0; j < d; j++) {
            scores[s] += q[t][head * d + j] * k[s][shared * d + j] / Math.sqrt(d);
          }
        }
        double[] weights = logSoftmax(scores);
        for (int s = 0; s <= t; s++) {
          for (int j = 0; j < d; j++) {
            out[t][head * d + j] += Math.exp(weights[s]) * v[s][shared * d + j];
          }
        }
      }
    }
    return out;
  }

  private double[] rotate(double[] heads, int position) {
    int d = sizes.headSize();
    double[] turned = new double[heads.length];
    for (int start = 0; start < heads.length; start += d) {
      for (int i = 0; i < d / 2; i++) {
        double angle = position * Math.pow(100, -2.0 * i / d);
        double x = heads[start + i];
        double y = heads[start + i + d / 2];
        turned[start + i] = x * Math.cos(angle) - y * Math.sin(angle);
        turned[start + i + d / 2] = y * Math.cos(angle) + x * Math.sin(angle);
      }
    }
    return turned;
  }

  private double[] norm(String name, double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    float[] weight = tensor(name).elements();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] / Math.sqrt(sum / x.length + 1e-5) * weight[i];
    }
    return y;
  }

  private Tensor tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private double[] row(String name, int index) {
    Tensor tensor = tensor(name);
    int width = tensor.shape().get(1);
    double[] row = new double[width];
    for (int i = 0; i < width; i++) {
      row[i] = tensor.elements()[index * width + i];
    }
    return row;
  }

  private double[] times(String name, double[] x) {
    Tensor tensor = tensor(name);
    double[] y = new double[tensor.shape().get(0)];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += tensor.elements()[i * x.length + j] * x[j];
      }
    }
    return y;
  }

  private static void add(double[] target, double[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += source[i];
    }
  }

  private static double[] logSoftmax(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value - max);
    }
    double[] y = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      y[i] = z[i] - max - Math.log(sum);
    }
    return y;
  }
}
