package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ND4J's arrays in the kernel's form. */
final class Views {
  private Views() {}

  /** The memory of an array without gaps; in use as long as the view is. */
  static Floats floats(INDArray array) {
    return Floats.at(address(array), array.length(), array);
  }

  /** ND4J's address of an array does not include its offset. */
  static long address(INDArray array) {
    return array.data().address() + Float.BYTES * array.offset();
  }

  /** (steps, batch, features) from DL4J's layout; a copy unless it is laid out so already. */
  static Floats timeMajor(
      INDArray sequences, RNNFormat format, ArrayType type, LayerWorkspaceMgr workspaces) {
    int[] axes = format == RNNFormat.NWC ? new int[] {1, 0, 2} : new int[] {2, 0, 1};
    // The array itself is checked: every intermediate array costs more than a short row.
    INDArray inOrder =
        sequences.dataType() == DataType.FLOAT && standsBy(sequences, axes)
            ? sequences
            : workspaces.dup(type, sequences.permute(axes).castTo(DataType.FLOAT), 'c');
    return floats(inOrder);
  }

  /** Whether elements are contiguous, the last of these axes running first. */
  private static boolean standsBy(INDArray array, int... axes) {
    long next = 1;
    for (int i = axes.length - 1; i >= 0; i--) {
      if (array.size(axes[i]) != 1 && array.stride(axes[i]) != next) {
        return false;
      }
      next *= array.size(axes[i]);
    }
    return true;
  }

  /** All numbers of (rows, ..), row by row. */
  static float[] toArray(INDArray rows) {
    int[] axes = IntStream.range(0, rows.rank()).toArray();
    if (rows.dataType() != DataType.FLOAT || !standsBy(rows, axes)) {
      return toArray(rows.castTo(DataType.FLOAT).dup('c'));
    }
    float[] numbers = new float[Math.toIntExact(rows.length())];
    floats(rows).buffer().get(0, numbers);
    return numbers;
  }

  /** DL4J's layout from (steps, batch, features). */
  static INDArray batchMajor(INDArray timeMajor, RNNFormat format) {
    return format == RNNFormat.NWC ? timeMajor.permute(1, 0, 2) : timeMajor.permute(1, 2, 0);
  }

  /**
   * A matrix without gaps, or a vector; a copy unless it is laid out so already.
   *
   * @param order `c` row by row, `f` column by column
   */
  static INDArray contiguous(INDArray matrix, char order, LayerWorkspaceMgr workspaces) {
    boolean inOrder =
        matrix.rank() == 1
            ? standsBy(matrix, 0)
            : order == 'f' ? standsBy(matrix, 1, 0) : standsBy(matrix, 0, 1);
    return inOrder ? matrix : workspaces.dup(ArrayType.FF_WORKING_MEM, matrix, order);
  }
}
