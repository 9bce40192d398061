package dev.sluice.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The flat vectors of a network (parameters, updater state) as bytes: 32-bit IEEE floats, least
 * significant byte first, nothing else. The same numbers are the same bytes on every machine.
 */
public final class Coefficients {
  private Coefficients() {}

  /**
   * @param row (1, n) floats
   */
  public static byte[] toBytes(INDArray row) {
    float[] values = row.dup('c').data().asFloat();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /**
   * @return (1, n)
   * @throws IllegalArgumentException if these are not whole floats, or none
   */
  public static INDArray fromBytes(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are not whole floats");
    }
    NativeEngine.start();
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }
}
