package dev.rlaif.trainer.tracking;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** TensorFlow's record: u64 length, masked CRC-32C of it, data, masked CRC-32C of the data. */
final class RecordFrame {
  private static final int MASK = 0xa282ead8;

  private RecordFrame() {}

  static byte[] of(byte[] data) {
    ByteBuffer frame =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length);
    frame.putInt(maskedCrc(frame.array(), Long.BYTES));
    frame.put(data);
    frame.putInt(maskedCrc(data, data.length));
    return frame.array();
  }

  /** Rotated and shifted, so that the checksum of data with checksums inside stays good. */
  static int maskedCrc(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + MASK;
  }
}
