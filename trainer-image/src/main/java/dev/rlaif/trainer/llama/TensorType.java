package dev.rlaif.trainer.llama;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Floating-point types of a safetensors file, and how each becomes fp32. */
enum TensorType {
  F32(4, 6) {
    @Override
    void widen(ByteBuffer source, FloatBuffer target) {
      target.put(source.asFloatBuffer());
    }
  },
  F16(2, 5) {
    @Override
    void widen(ByteBuffer source, FloatBuffer target) {
      ShortBuffer halves = source.asShortBuffer();
      for (int i = 0, n = halves.remaining(); i < n; i++) {
        target.put(half(halves.get(i)));
      }
    }
  },
  BF16(2, 15) {
    @Override
    void widen(ByteBuffer source, FloatBuffer target) {
      ShortBuffer halves = source.asShortBuffer();
      for (int i = 0, n = halves.remaining(); i < n; i++) {
        target.put(Float.intBitsToFloat(halves.get(i) << 16));
      }
    }
  };

  private static final float SUBNORMAL = 0x1p-24f;

  private final int bytes;
  private final int scalarType;

  TensorType(int bytes, int scalarType) {
    this.bytes = bytes;
    this.scalarType = scalarType;
  }

  /** PyTorch's number of the type. */
  int scalarType() {
    return scalarType;
  }

  int bytes() {
    return bytes;
  }

  /** Appends all of the source, little-endian, to the target. */
  abstract void widen(ByteBuffer source, FloatBuffer target);

  /** IEEE 754 binary16 to binary32, exact. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * SUBNORMAL;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 0xff : exponent + (127 - 15);
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
