package dev.rlaif.trainer.llama;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Floating-point types of a safetensors file, and how each becomes fp32 and comes of it. */
public enum TensorType {
  F32(4, 6) {
    @Override
    void widen(ByteBuffer source, FloatBuffer target) {
      target.put(source.asFloatBuffer());
    }

    @Override
    public void append(float element, ByteBuffer target) {
      target.putFloat(element);
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

    @Override
    public void append(float element, ByteBuffer target) {
      target.putShort(toHalf(element));
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

    @Override
    public void append(float element, ByteBuffer target) {
      int bits = Float.floatToRawIntBits(element);
      // to the nearest, ties to even
      target.putShort((short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
    }
  };

  private static final float SUBNORMAL = 0x1p-24f;

  /**
   * Bits of 65520, which rounds beyond the largest half; of 2^-14; of the exponents' difference.
   */
  private static final int HALF_OVERFLOW = 0x477ff000;

  private static final int HALF_NORMAL = 0x38800000;
  private static final int HALF_BIAS = 0x38000000;

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

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** Appends all of the source, little-endian, to the target. */
  abstract void widen(ByteBuffer source, FloatBuffer target);

  /** Appends one element, finite, to the target, little-endian, rounded to the nearest. */
  public abstract void append(float element, ByteBuffer target);

  /** IEEE 754 binary32 to binary16, to the nearest, ties to even. */
  static short toHalf(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    int bits = Float.floatToRawIntBits(value) & 0x7fffffff;
    if (bits >= HALF_OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    if (bits < HALF_NORMAL) {
      return (short) (sign | (int) Math.rint(Math.abs(value) / SUBNORMAL));
    }
    return (short) (sign | ((bits + 0xfff + ((bits >>> 13) & 1) - HALF_BIAS) >>> 13));
  }

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
