package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers that predict hand on: as our own layers have it, or as DL4J's have it. */
sealed interface Signal {
  Numbers numbers();

  Arrays arrays();

  /**
   * As our own layers have it.
   *
   * @param steps of a sequence; empty where an example is one row of numbers
   * @param width numbers of a step, or of the row
   * @param values (steps, batch, width), time-major, or (batch, width)
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   */
  record Numbers(int batch, OptionalInt steps, int width, Floats values, Optional<float[]> mask)
      implements Signal {

    /** Rows of numbers, one for each example. */
    static Numbers rows(int batch, int width, Floats values) {
      return new Numbers(batch, OptionalInt.empty(), width, values, Optional.empty());
    }

    /** Other numbers of the same steps. */
    Numbers with(int otherWidth, Floats others) {
      return new Numbers(batch, steps, otherWidth, others, mask);
    }

    @Override
    public Numbers numbers() {
      return this;
    }

    @Override
    public Arrays arrays() {
      long[] shape =
          steps.isPresent()
              ? new long[] {steps.getAsInt(), batch, width}
              : new long[] {batch, width};
      INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
      int length = Math.toIntExact(array.length());
      Views.floats(array).buffer().put(0, values.buffer(), 0, length);
      return new Arrays(
          batch,
          steps.isPresent() ? Views.batchMajor(array, RNNFormat.NCW) : array,
          mask.map(
              of -> Nd4j.createFromArray(of).reshape('c', batch, of.length / Math.max(batch, 1))));
    }
  }

  /**
   * As DL4J's layers have it.
   *
   * @param batch examples; between two layers DL4J may have the steps of all of them as rows
   * @param array (batch, features, steps), (batch, features), or what DL4J makes of it
   */
  record Arrays(int batch, INDArray array, Optional<INDArray> mask) implements Signal {
    @Override
    public Numbers numbers() {
      Optional<float[]> rows = mask.map(Views::toArray);
      if (array.rank() < 3) {
        return new Numbers(
            batch,
            OptionalInt.empty(),
            (int) array.size(1),
            Views.floats(Views.contiguous(array.castTo(DataType.FLOAT), 'c', NONE)),
            rows);
      }
      return new Numbers(
          batch,
          OptionalInt.of((int) array.size(2)),
          (int) array.size(1),
          Views.timeMajor(array, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, NONE),
          rows);
    }

    @Override
    public Arrays arrays() {
      return this;
    }
  }

  /** In place of DL4J's workspaces: arrays that the garbage collector frees. */
  LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
}
