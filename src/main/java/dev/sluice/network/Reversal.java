package dev.sluice.network;

import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The activation of an output that undoes a {@link KernelReversible}: y = (z - beta) / gamma, with
 * the weights of the column that a number is of. It adds their gradients to that layer's; they are
 * those without the bound of gamma, so that a weight finds its way out of it. Losses of DL4J that
 * divide the gradient after the activation, such as LossMSE, are computed by {@link OutputHead}
 * instead.
 */
final class Reversal extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  private int columns;
  private int numbers; // of a value
  private int reversed; // of these, the first ones
  private transient Weights weights;

  /** Those of a layer, which also collects their gradients. */
  interface Weights {
    /** (columns), {@link ReversibleFactory#bounded}. */
    double[] gamma();

    /** (columns). */
    double[] beta();

    /** To be added at the next backward pass. */
    void addGradient(int column, double ofGamma, double ofBeta);
  }

  /** For the JSON of DL4J, which fills in the rest. */
  private Reversal() {}

  /**
   * @param columns of a step
   * @param numbers of the network for a value; output {@code (step * columns + column) * numbers +
   *     number}
   * @param reversed how many of them, the first ones, are in units of the value
   */
  Reversal(int columns, int numbers, int reversed) {
    this.columns = columns;
    this.numbers = numbers;
    this.reversed = reversed;
  }

  public int getColumns() {
    return columns;
  }

  public void setColumns(int columns) {
    this.columns = columns;
  }

  public int getNumbers() {
    return numbers;
  }

  public void setNumbers(int numbers) {
    this.numbers = numbers;
  }

  public int getReversed() {
    return reversed;
  }

  public void setReversed(int reversed) {
    this.reversed = reversed;
  }

  void undo(Weights layer) {
    weights = layer;
  }

  /** The column that an output is of; -1 if it is not undone. */
  private int columnOf(int output) {
    return ReversibleFactory.columnOf(columns, numbers, reversed, output);
  }

  /** The weights as they are now. */
  Undoing now() {
    return new Undoing(weights.gamma(), weights.beta());
  }

  /** What undoes with these weights. */
  final class Undoing {
    private final double[] gamma;
    private final double[] beta;

    private Undoing(double[] gamma, double[] beta) {
      this.gamma = gamma;
      this.beta = beta;
    }

    /** Of n numbers from at on, in place. */
    void undo(float[] z, int at, int n) {
      for (int j = 0; j < n; j++) {
        int column = columnOf(j);
        if (column >= 0) {
          z[at + j] = (float) undone(z[at + j], column);
        }
      }
    }

    private double undone(double z, int column) {
      return (z - beta[column]) / gamma[column];
    }

    /**
     * The gradient of z; adds that of the weights.
     *
     * @param dy of what was undone
     */
    double gradient(double z, double dy, int output) {
      int column = columnOf(output);
      if (column < 0) {
        return dy;
      }
      double dz = dy / gamma[column];
      weights.addGradient(column, -dz * undone(z, column), -dz);
      return dz;
    }
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    Undoing undoing = now();
    for (int i = 0; i < in.size(0); i++) {
      for (int j = 0; j < in.size(1); j++) {
        if (columnOf(j) >= 0) {
          in.putScalar(i, j, undoing.undone(in.getDouble(i, j), columnOf(j)));
        }
      }
    }
    return in;
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Undoing undoing = now();
    INDArray dz = Nd4j.createUninitialized(in.dataType(), in.shape(), 'c');
    for (int i = 0; i < in.size(0); i++) {
      for (int j = 0; j < in.size(1); j++) {
        dz.putScalar(i, j, undoing.gradient(in.getDouble(i, j), epsilon.getDouble(i, j), j));
      }
    }
    return new Pair<>(dz, null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reversal that
        && columns == that.columns
        && numbers == that.numbers
        && reversed == that.reversed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, numbers, reversed);
  }

  @Override
  public String toString() {
    return "reversal";
  }
}
