package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A flat vector of a network: its parameters or the state of its optimizer. As bytes it consists of
 * 32-bit IEEE floats, least significant byte first: the same numbers are the same bytes on every
 * machine.
 */
public final class Coefficients {
  private final INDArray row; // (1, n) floats

  Coefficients(INDArray row) {
    this.row = row;
  }

  /**
   * @throws IllegalArgumentException if the length is not that of whole floats, or 0
   */
  public static Coefficients fromBytes(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are not whole floats");
    }
    NativeEngine.start();
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Coefficients(Nd4j.createFromArray(values).reshape(1, values.length));
  }

  public byte[] toBytes() {
    float[] values = row.dup('c').data().asFloat();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  public long length() {
    return row.length();
  }

  /** A copy of the first numbers, independent of the network. */
  public Coefficients first(long count) {
    return new Coefficients(
        row.get(NDArrayIndex.all(), NDArrayIndex.interval(0, count)).dup().reshape(1, count));
  }

  /** Concatenated copies of vectors. */
  static Coefficients together(List<INDArray> rows) {
    float[] values = new float[rows.stream().mapToInt(each -> (int) each.length()).sum()];
    int at = 0;
    for (INDArray each : rows) {
      float[] numbers = Views.toArray(each);
      System.arraycopy(numbers, 0, values, at, numbers.length);
      at += numbers.length;
    }
    return new Coefficients(Nd4j.createFromArray(values).reshape(1, values.length));
  }

  /** Splits this into vectors of the same length; not copied. */
  public List<Coefficients> divided(int count) {
    long each = row.length() / count;
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Coefficients(
                    row.get(NDArrayIndex.all(), NDArrayIndex.interval(i * each, (i + 1) * each))))
        .toList();
  }

  /** A copy, independent of the network. */
  public Coefficients copy() {
    return new Coefficients(row.dup());
  }

  /**
   * The parameters of a network with the table of its embedding row by row, (vocabulary, size),
   * from those that have it column by column, as DL4J does and as models of the first layout may.
   */
  public Coefficients withTableByRows(NetworkPlan plan) {
    PlannedLayer<?> first = plan.layers().get(0);
    if (!(first.spec() instanceof LayerSpec.Embedding)) {
      return this;
    }
    INDArray turned = row.dup();
    INDArray table = row.get(NDArrayIndex.all(), NDArrayIndex.interval(0, first.parameters()));
    turned
        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, first.parameters()))
        .assign(table.dup().reshape('f', first.inputs(), first.outputs()).dup('c').ravel());
    return new Coefficients(turned);
  }

  INDArray row() {
    return row;
  }
}
