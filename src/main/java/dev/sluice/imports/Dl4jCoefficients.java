package dev.sluice.imports;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The parameters of a network one after the other, {@code coefficients.bin}, as {@code
 * org.nd4j.linalg.factory.Nd4j.write} writes a row: a buffer of its shape and one of its numbers,
 * each preceded by its kind of memory, its length and its type. Not thread-safe.
 */
final class Dl4jCoefficients {
  private static final Set<String> LONG_LENGTH = Set.of("MIXED_DATA_TYPES", "LONG_SHAPE");
  private static final int LONGEST_SHAPE = 2 * 32 + 4; // of 32 dimensions

  private final Path file;
  private final float[] values;
  private int next;

  private Dl4jCoefficients(Path file, float[] values) {
    this.file = file;
    this.values = values;
  }

  static Dl4jCoefficients of(byte[] bytes, Path file) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long shape = length(in);
      String type = in.readUTF();
      if (shape < 0 || shape > LONGEST_SHAPE || !type.equals("LONG") && !type.equals("INT")) {
        throw damaged(file);
      }
      in.skipNBytes(shape * (type.equals("LONG") ? Long.BYTES : Integer.BYTES));
      long count = length(in);
      String numbers = in.readUTF();
      int size = numbers.equals("DOUBLE") ? Double.BYTES : Float.BYTES;
      if (!numbers.equals("DOUBLE") && !numbers.equals("FLOAT")) {
        throw Dl4jModel.refused(file, "its coefficients are neither floats nor doubles");
      }
      if (count < 0 || count > in.available() / size) {
        throw damaged(file);
      }
      float[] values = new float[(int) count];
      for (int i = 0; i < values.length; i++) {
        values[i] = size == Double.BYTES ? (float) in.readDouble() : in.readFloat();
        if (!Float.isFinite(values[i])) {
          throw Dl4jModel.refused(file, "has a coefficient that is NaN or infinite");
        }
      }
      return new Dl4jCoefficients(file, values);
    } catch (IOException e) { // the bytes end too early, or a field is invalid
      throw damaged(file);
    }
  }

  private static long length(DataInputStream in) throws IOException {
    return LONG_LENGTH.contains(in.readUTF()) ? in.readLong() : in.readInt();
  }

  private static RuntimeException damaged(Path file) {
    return Dl4jModel.refused(file, "its coefficients.bin is damaged");
  }

  /** The next numbers. */
  float[] take(long count) {
    if (count < 0 || count > values.length - next) {
      throw Dl4jModel.refused(
          file,
          "its configuration.json needs more than the %s coefficients that it has"
              .formatted(values.length));
    }
    float[] taken = new float[(int) count];
    System.arraycopy(values, next, taken, 0, taken.length);
    next += taken.length;
    return taken;
  }

  /** Converts a matrix from column-major to row-major order. */
  float[] matrix(int rows, int columns) {
    float[] byColumn = take((long) rows * columns);
    float[] byRow = new float[byColumn.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        byRow[r * columns + c] = byColumn[c * rows + r];
      }
    }
    return byRow;
  }

  void requireEnd() {
    if (next < values.length) {
      throw Dl4jModel.refused(
          file,
          "has %s coefficients, and its configuration.json needs %s"
              .formatted(values.length, next));
    }
  }
}
