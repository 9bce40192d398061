package dev.sluice.network;

import dev.sluice.kernel.Embedding;
import dev.sluice.kernel.Floats;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers pass on in predictions: in the layout of our own layers, or in DL4J's. */
sealed interface Signal {
  Numbers numbers();

  Arrays arrays();

  /**
   * The input of a network.
   *
   * @param values (batch, steps) token ids, or (batch, features, steps)
   * @param shape of the values
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   */
  record Features(float[] values, int[] shape, Optional<float[]> mask) implements Signal {
    @Override
    public Numbers numbers() {
      int batch = shape[0];
      int width = shape[1];
      if (shape.length == 2) {
        return new Numbers(batch, OptionalInt.empty(), width, Floats.of(values), mask, false);
      }
      int steps = shape[2];
      float[] timeMajor = new float[values.length];
      for (int r = 0; r < batch; r++) {
        for (int j = 0; j < width; j++) {
          for (int t = 0; t < steps; t++) {
            timeMajor[(t * batch + r) * width + j] = values[(r * width + j) * steps + t];
          }
        }
      }
      return new Numbers(batch, OptionalInt.of(steps), width, Floats.of(timeMajor), mask, false);
    }

    @Override
    public Arrays arrays() {
      NativeEngine.start(); // on this thread
      long[] axes = IntStream.of(shape).asLongStream().toArray();
      return new Arrays(
          shape[0],
          Nd4j.create(values, axes, 'c'),
          mask.map(of -> Nd4j.createFromArray(of).reshape('c', shape[0], of.length / shape[0])));
    }
  }

  /**
   * In the layout of our own layers.
   *
   * @param steps of a sequence; empty if an example is one row of numbers
   * @param width numbers of a step, or of the row
   * @param values (steps, batch, width), time-major, or (batch, width)
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   * @param apart whether DL4J has the steps of all examples as rows here
   */
  record Numbers(
      int batch, OptionalInt steps, int width, Floats values, Optional<float[]> mask, boolean apart)
      implements Signal {

    /** Rows of numbers, one for each example. */
    static Numbers rows(int batch, int width, Floats values) {
      return new Numbers(batch, OptionalInt.empty(), width, values, Optional.empty(), false);
    }

    /** Other numbers for the same steps. */
    Numbers with(int otherWidth, Floats others) {
      return new Numbers(batch, steps, otherWidth, others, mask, apart);
    }

    /** The same in DL4J's layout before or after layers that act on each step. */
    Numbers with(boolean stepsApart) {
      return new Numbers(batch, steps, width, values, mask, stepsApart);
    }

    @Override
    public Numbers numbers() {
      return this;
    }

    @Override
    public Arrays arrays() {
      NativeEngine.start(); // on this thread
      boolean sequences = steps.isPresent() && !apart;
      long[] shape =
          sequences
              ? new long[] {steps.getAsInt(), batch, width}
              : new long[] {(long) batch * steps.orElse(1), width};
      INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
      int length = Math.toIntExact(array.length());
      Views.floats(array).buffer().put(0, values.buffer(), 0, length);
      Optional<INDArray> rows =
          mask.map(of -> Nd4j.createFromArray(of).reshape('c', batch, of.length / batch));
      return new Arrays(
          batch,
          sequences ? Views.batchMajor(array, RNNFormat.NCW) : array,
          apart ? rows.map(TimeSeriesUtils::reshapeTimeSeriesMaskToVector) : rows);
    }
  }

  /**
   * In the layout of DL4J's layers.
   *
   * @param batch the number of examples; between two layers DL4J may have the steps of all of them
   *     as rows
   * @param array (batch, features, steps), (batch, features), or what DL4J makes of it
   */
  record Arrays(int batch, INDArray array, Optional<INDArray> mask) implements Signal {
    @Override
    public Numbers numbers() {
      if (array.rank() < 3) {
        boolean apart = array.size(0) != batch; // DL4J's rows are then ordered by step, like ours
        return new Numbers(
            batch,
            apart ? OptionalInt.of((int) (array.size(0) / batch)) : OptionalInt.empty(),
            (int) array.size(1),
            Views.floats(Views.contiguous(array.castTo(DataType.FLOAT), 'c', NONE)),
            mask.map(
                    rows ->
                        apart ? TimeSeriesUtils.reshapeVectorToTimeSeriesMask(rows, batch) : rows)
                .map(Views::toArray),
            apart);
      }
      return new Numbers(
          batch,
          OptionalInt.of((int) array.size(2)),
          (int) array.size(1),
          Views.timeMajor(array, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, NONE),
          mask.map(Views::toArray),
          false);
    }

    @Override
    public Arrays arrays() {
      return this;
    }
  }

  /**
   * Vectors of a table by their ids, not copied yet.
   *
   * @param ids (steps, batch), time-major
   * @param table (.., width), the same object in every pass
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   * @param threads the most that copying may use
   */
  record Vectors(
      int batch, int steps, int[] ids, int width, Floats table, Optional<float[]> mask, int threads)
      implements Signal {
    @Override
    public Numbers numbers() {
      Floats vectors = Floats.of((long) ids.length * width);
      Embedding.gather(table, width, ids, vectors, threads);
      return new Numbers(batch, OptionalInt.of(steps), width, vectors, mask, false);
    }

    @Override
    public Arrays arrays() {
      return numbers().arrays();
    }
  }

  /** Replaces DL4J's workspaces by arrays that the garbage collector frees. */
  LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
}
