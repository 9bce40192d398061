package dev.sluice.network;

import dev.sluice.kernel.Floats;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of ND4J as the kernel sees them. */
final class Views {
  private Views() {}

  /** The memory of an array that stands without gaps; in use as long as the view is. */
  static Floats floats(INDArray array) {
    return Floats.at(address(array), array.length(), array);
  }

  /** ND4J's address of an array leaves its offset out. */
  static long address(INDArray array) {
    return array.data().address() + Float.BYTES * array.offset();
  }

  /** (steps, batch, features) of what DL4J hands on; a copy unless it stands so already. */
  static INDArray timeMajor(
      INDArray sequences, RNNFormat format, ArrayType type, LayerWorkspaceMgr workspaces) {
    INDArray permuted =
        format == RNNFormat.NWC ? sequences.permute(1, 0, 2) : sequences.permute(2, 0, 1);
    long features = permuted.size(2);
    boolean inOrder =
        permuted.dataType() == DataType.FLOAT
            && permuted.stride(2) == 1
            && permuted.stride(1) == features
            && permuted.stride(0) == permuted.size(1) * features;
    return inOrder ? permuted : workspaces.dup(type, permuted.castTo(DataType.FLOAT), 'c');
  }

  /** What DL4J hands on, of (steps, batch, features). */
  static INDArray batchMajor(INDArray timeMajor, RNNFormat format) {
    return format == RNNFormat.NWC ? timeMajor.permute(1, 0, 2) : timeMajor.permute(1, 2, 0);
  }

  /**
   * A matrix without gaps; a copy unless it stands so already.
   *
   * @param order `c` row by row, `f` column by column
   */
  static INDArray contiguous(INDArray matrix, char order, LayerWorkspaceMgr workspaces) {
    boolean inOrder =
        order == 'f'
            ? matrix.stride(0) == 1 && matrix.stride(1) == matrix.size(0)
            : matrix.stride(1) == 1 && matrix.stride(0) == matrix.size(1);
    return inOrder ? matrix : workspaces.dup(ArrayType.FF_WORKING_MEM, matrix, order);
  }
}
