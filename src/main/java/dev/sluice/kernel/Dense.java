package dev.sluice.kernel;

/**
 * A fully connected layer's products, in single precision: z = x W + b and its gradients. Arrays of
 * a batch have rows of {@link #width}, so that whole vectors cover them; what fills them up is to
 * be left alone. Not re-entrant.
 */
public final class Dense {
  private final int inputs;
  private final int outputs;
  private final int inputWidth;
  private final int width;
  private final Gemm gemm = Gemm.best();
  private final Panels forward;
  private final Panels backward = new Panels();
  private final float[] weights;
  private final float[] bias;
  private final float[] zeros;
  private float[] x = {}; // (batch, inputWidth)
  private float[] z = {}; // (batch, width)
  private float[] dx = {}; // (batch, inputWidth)

  public Dense(int inputs, int outputs) {
    this(inputs, outputs, new Panels(), new float[outputs * inputs], new float[0]);
  }

  private Dense(int inputs, int outputs, Panels forward, float[] weights, float[] bias) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.forward = forward;
    this.weights = weights;
    inputWidth = gemm.padded(inputs);
    width = gemm.padded(outputs);
    this.bias = CellLoop.atLeast(bias, width);
    zeros = new float[Math.max(inputWidth, width)];
  }

  /** The same, for another caller: as long as nobody gives other weights, both share them. */
  public Dense another() {
    return new Dense(inputs, outputs, forward, weights, bias);
  }

  /** Length of a row of a batch's outputs. */
  public int width() {
    return width;
  }

  /**
   * @param in (batch, inputs)
   * @param weights (outputs, inputs), row by row; DL4J's W, which stands column by column
   * @param bias (outputs)
   * @return z (batch, width); written again by the next pass
   */
  public float[] forward(Floats in, int batch, Floats weights, Floats bias) {
    load(weights, bias);
    return forward(in, batch);
  }

  /** As they are in {@link #forward(Floats, int, Floats, Floats)}. */
  public void load(Floats weights, Floats bias) {
    weights.buffer().get(0, this.weights);
    bias.buffer().get(0, this.bias, 0, outputs);
    forward.load(gemm, this.weights, 0, inputs, outputs, 1, inputs);
  }

  /** As {@link #forward(Floats, int, Floats, Floats)}, with the weights that were loaded last. */
  public float[] forward(Floats in, int batch) {
    x = CellLoop.atLeast(x, (long) batch * inputWidth);
    z = CellLoop.atLeast(z, (long) batch * width);
    for (int r = 0; r < batch; r++) {
      in.buffer().get(r * inputs, x, r * inputWidth, inputs);
    }
    gemm.multiply(
        batch,
        width,
        inputs,
        x,
        0,
        inputWidth,
        1,
        forward.data(),
        0,
        forward.row(),
        forward.panel(),
        this.bias,
        0,
        0,
        z,
        0,
        width);
    return z;
  }

  /**
   * Gradients of the last {@link #forward}.
   *
   * @param dz (batch, width) gradient of z
   * @param weightGradient (outputs, inputs), overwritten
   * @param biasGradient (outputs), overwritten
   * @param inputGradient (batch, inputs), overwritten
   */
  public void backward(
      float[] dz, int batch, Floats weightGradient, Floats biasGradient, Floats inputGradient) {
    float[] dw = new float[outputs * inputWidth];
    gemm.multiply(
        outputs,
        inputWidth,
        batch,
        dz,
        0,
        1,
        width,
        x,
        0,
        inputWidth,
        gemm.panel(),
        zeros,
        0,
        0,
        dw,
        0,
        inputWidth);
    for (int k = 0; k < outputs; k++) {
      weightGradient.buffer().put(k * inputs, dw, k * inputWidth, inputs);
    }
    float[] db = new float[outputs];
    for (int r = 0; r < batch; r++) {
      for (int k = 0; k < outputs; k++) {
        db[k] += dz[r * width + k];
      }
    }
    biasGradient.buffer().put(0, db);
    backward.load(gemm, weights, 0, outputs, inputs, inputs, 1);
    dx = CellLoop.atLeast(dx, (long) batch * inputWidth);
    gemm.multiply(
        batch,
        inputWidth,
        outputs,
        dz,
        0,
        width,
        1,
        backward.data(),
        0,
        backward.row(),
        backward.panel(),
        zeros,
        0,
        0,
        dx,
        0,
        inputWidth);
    for (int r = 0; r < batch; r++) {
      inputGradient.buffer().put(r * inputs, dx, r * inputWidth, inputs);
    }
  }
}
