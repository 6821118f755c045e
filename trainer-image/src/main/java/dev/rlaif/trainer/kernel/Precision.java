package dev.rlaif.trainer.kernel;

/**
 * How weights, caches and activations are stored. DJL knows no bfloat16 and aborts the process when
 * it shall make one, so that such arrays are made by the kernels and their elements are read as
 * float32 only.
 */
public enum Precision {
  FLOAT32(6, Float.BYTES),
  BFLOAT16(15, Short.BYTES);

  private final int scalarType;
  private final int bytes;

  Precision(int scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** PyTorch's number of the type. */
  int scalarType() {
    return scalarType;
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }
}
