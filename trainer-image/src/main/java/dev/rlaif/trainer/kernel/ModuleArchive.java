package dev.rlaif.trainer.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive without Python: a ZIP file, stored and not deflated, of the version,
 * a pickle of the module's attributes, a pickle of its constants, and its code.
 *
 * <p>The layout is that of torch.jit.save, file format version 3.
 */
final class ModuleArchive {
  private static final int PROTO = 0x80;
  private static final int MARK = '(';
  private static final int STOP = '.';

  private ModuleArchive() {}

  /**
   * The archive of one module of class {@code __torch__.NAME}.
   *
   * @param code serialised TorchScript of the class
   * @param attributes values of the class's attributes: Boolean, Integer or Double
   */
  static byte[] of(String name, String code, Map<String, ? extends Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "data.pkl", pickle(name, attributes));
      store(zip, "constants.pkl", new byte[] {(byte) PROTO, 2, ')', STOP});
      store(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("kernels/" + name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** An object of the class, made without arguments, whose state is a dictionary of attributes. */
  private static byte[] pickle(String name, Map<String, ? extends Object> attributes)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(PROTO);
    out.writeByte(2);
    out.writeBytes("c__torch__\n" + name + "\n");
    out.writeByte(')');
    out.writeByte(0x81);
    out.writeByte('}');
    out.writeByte(MARK);
    for (Map.Entry<String, ? extends Object> attribute : attributes.entrySet()) {
      writeText(out, attribute.getKey());
      writeValue(out, attribute.getValue());
    }
    out.writeByte('u');
    out.writeByte('b');
    out.writeByte(STOP);
    return bytes.toByteArray();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte('X');
    out.writeInt(Integer.reverseBytes(utf8.length));
    out.write(utf8);
  }

  private static void writeValue(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Boolean flag) {
      out.writeByte(flag ? 0x88 : 0x89);
    } else if (value instanceof Integer number) {
      out.writeByte('J');
      out.writeInt(Integer.reverseBytes(number));
    } else if (value instanceof Double number) {
      out.writeByte('G');
      out.writeDouble(number);
    } else {
      throw new IllegalArgumentException("attribute of type " + value.getClass());
    }
  }
}
