package dev.sluice.network;

import dev.sluice.kernel.ChainOutput;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.SparseSoftmax;
import java.util.function.Function;

/**
 * How an output layer computes classes from the features of steps, and its training. Features are
 * (steps, batch, inputs), labels (steps, batch): a class, or {@link SparseSoftmax#NONE}. Not
 * re-entrant.
 */
interface StepHead {
  /** The number of outputs per step. */
  int outputs();

  /**
   * @param parameters by their key in DL4J, each column by column
   */
  void load(Function<String, Floats> parameters, int threads);

  /** The same with its own buffers; they share the weights. */
  StepHead another();

  /**
   * @param mask (batch, steps), 0 where a step is left out; or null if none is
   * @param out (steps, batch, outputs), overwritten
   */
  void outputs(Floats in, int steps, int batch, float[] mask, Floats out, int threads);

  /** As {@link SparseSoftmax#logProbabilities}, if steps are independent of each other. */
  default void logProbabilities(
      Floats in, int[] labels, double[] out, boolean[] best, int threads) {
    throw new UnsupportedOperationException("steps have no probabilities of their own here");
  }

  /** The sum of the losses of the labels. */
  double loss(Floats in, int steps, int batch, int[] labels, int threads);

  /**
   * The same, and its gradients, multiplied by {@code scale}.
   *
   * @param gradients by the key of the parameter; overwritten
   * @param inputGradient (steps, batch, inputs), overwritten
   */
  double lossAndGradients(
      Floats in,
      int steps,
      int batch,
      int[] labels,
      float scale,
      Function<String, Floats> gradients,
      Floats inputGradient,
      int threads);

  /** Each step by itself. */
  record Softmax(SparseSoftmax kernel, int outputs) implements StepHead {
    Softmax(int inputs, int classes) {
      this(new SparseSoftmax(inputs, classes), classes);
    }

    @Override
    public void load(Function<String, Floats> parameters, int threads) {
      kernel.load(parameters.apply("W"), parameters.apply("b"), threads);
    }

    @Override
    public StepHead another() {
      return new Softmax(kernel.another(), outputs);
    }

    @Override
    public void outputs(Floats in, int steps, int batch, float[] mask, Floats out, int threads) {
      kernel.probabilities(in, Math.multiplyExact(steps, batch), out, threads);
    }

    @Override
    public void logProbabilities(
        Floats in, int[] labels, double[] out, boolean[] best, int threads) {
      kernel.logProbabilities(in, labels, out, best, threads);
    }

    @Override
    public double loss(Floats in, int steps, int batch, int[] labels, int threads) {
      return kernel.loss(in, labels, threads);
    }

    @Override
    public double lossAndGradients(
        Floats in,
        int steps,
        int batch,
        int[] labels,
        float scale,
        Function<String, Floats> gradients,
        Floats inputGradient,
        int threads) {
      return kernel.lossAndGradients(
          in, labels, scale, gradients.apply("W"), gradients.apply("b"), inputGradient, threads);
    }
  }

  /** The steps of a sequence together. */
  record Chain(ChainOutput kernel, int outputs) implements StepHead {
    Chain(int inputs, int classes, int[][] onlyAfter) {
      this(new ChainOutput(inputs, classes, onlyAfter), classes + 1);
    }

    private static ChainOutput.Weights weights(Function<String, Floats> of) {
      return new ChainOutput.Weights(
          of.apply("W"),
          of.apply("b"),
          of.apply(ChainParameters.TRANSITIONS),
          of.apply(ChainParameters.FIRST),
          of.apply(ChainParameters.LAST));
    }

    @Override
    public void load(Function<String, Floats> parameters, int threads) {
      kernel.load(weights(parameters));
    }

    @Override
    public StepHead another() {
      return new Chain(kernel.another(), outputs);
    }

    @Override
    public void outputs(Floats in, int steps, int batch, float[] mask, Floats out, int threads) {
      kernel.predict(in, steps, batch, mask, out, threads);
    }

    @Override
    public double loss(Floats in, int steps, int batch, int[] labels, int threads) {
      return kernel.loss(in, steps, batch, labels, threads);
    }

    @Override
    public double lossAndGradients(
        Floats in,
        int steps,
        int batch,
        int[] labels,
        float scale,
        Function<String, Floats> gradients,
        Floats inputGradient,
        int threads) {
      return kernel.lossAndGradients(
          in, steps, batch, labels, scale, weights(gradients), inputGradient, threads);
    }
  }
}
