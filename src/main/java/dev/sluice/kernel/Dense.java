package dev.sluice.kernel;

/**
 * A fully connected layer, in single precision: y = f(x W + b) and its gradients. Arrays of a batch
 * have rows of {@link #width}, so that whole vectors cover them; callers must ignore the padding.
 * Not re-entrant.
 */
public final class Dense {
  private final int inputs;
  private final int outputs;
  private final int inputWidth;
  private final int width;
  private final Squash activation;
  private final int threads;
  private final Shards shards = new Shards();
  private final Gemm gemm = shards.first();
  private final Panels forward;
  private final Panels backward = new Panels();
  private final float[] weights;
  private final float[] bias;
  private final float[] zeros;
  private float[] x = {}; // (batch, inputWidth)
  private float[] y = {}; // (batch, width)
  private float[] dx = {}; // (batch, inputWidth)

  public Dense(int inputs, int outputs, Squash activation) {
    this(inputs, outputs, activation, 1);
  }

  /**
   * @param threads the most that it may use; results do not depend on it
   */
  public Dense(int inputs, int outputs, Squash activation, int threads) {
    this(
        inputs,
        outputs,
        activation,
        threads,
        new Panels(),
        new float[outputs * inputs],
        new float[0]);
  }

  private Dense(
      int inputs,
      int outputs,
      Squash activation,
      int threads,
      Panels forward,
      float[] weights,
      float[] bias) {
    this.threads = threads;
    this.inputs = inputs;
    this.outputs = outputs;
    this.activation = activation;
    this.forward = forward;
    this.weights = weights;
    inputWidth = gemm.padded(inputs);
    width = gemm.padded(outputs);
    this.bias = CellLoop.atLeast(bias, width);
    zeros = new float[Math.max(inputWidth, width)];
  }

  /** The same, for another caller: both share the weights until one of them loads others. */
  public Dense another() {
    return new Dense(inputs, outputs, activation, threads, forward, weights, bias);
  }

  /** The length of a row of a batch's outputs. */
  public int width() {
    return width;
  }

  /**
   * @param in (batch, inputs)
   * @param weights (outputs, inputs), row by row; DL4J's W, which is stored column by column
   * @param bias (outputs)
   * @return y (batch, width); overwritten by the next pass
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
    y = CellLoop.atLeast(y, (long) batch * width);
    run(
        batch,
        batch,
        (gemm, begin, end) -> {
          for (int r = begin; r < end; r++) {
            in.buffer().get(r * inputs, x, r * inputWidth, inputs);
          }
          gemm.multiply(
              end - begin,
              width,
              inputs,
              x,
              begin * inputWidth,
              inputWidth,
              1,
              forward.data(),
              0,
              forward.row(),
              forward.panel(),
              this.bias,
              0,
              0,
              y,
              begin * width,
              width);
          activation.apply(gemm.elementwise(), y, begin * width, (end - begin) * width);
        });
    return y;
  }

  private void run(int length, int batch, Shards.Range task) {
    shards.run(threads, length, (long) batch * inputs * outputs, task);
  }

  /** Copies rows of {@link #width} to rows without padding. */
  public void store(float[] rows, int batch, Floats out) {
    for (int r = 0; r < batch; r++) {
      out.buffer().put(r * outputs, rows, r * width, outputs);
    }
  }

  /** The inverse: (batch, outputs) as (batch, width). */
  public float[] padded(float[] rows, int batch) {
    if (width == outputs) {
      return rows;
    }
    float[] padded = new float[batch * width];
    for (int r = 0; r < batch; r++) {
      System.arraycopy(rows, r * outputs, padded, r * width, outputs);
    }
    return padded;
  }

  /**
   * Gradients of the last {@link #forward}.
   *
   * @param dy (batch, width) gradient of y
   * @param weightGradient (outputs, inputs), overwritten
   * @param biasGradient (outputs), overwritten
   * @param inputGradient (batch, inputs), overwritten
   */
  public void backward(
      float[] dy, int batch, Floats weightGradient, Floats biasGradient, Floats inputGradient) {
    Elementwise math = gemm.elementwise();
    activation.toGradient(math, y, 0, dy, batch * width);
    float[] dz = y;
    float[] dw = new float[outputs * inputWidth];
    run(
        outputs,
        batch,
        (gemm, begin, end) -> {
          gemm.multiply(
              end - begin,
              inputWidth,
              batch,
              dz,
              begin,
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
              begin * inputWidth,
              inputWidth);
          for (int k = begin; k < end; k++) {
            weightGradient.buffer().put(k * inputs, dw, k * inputWidth, inputs);
          }
        });
    float[] db = new float[width];
    for (int r = 0; r < batch; r++) {
      math.add(dz, r * width, db, 0, width);
    }
    biasGradient.buffer().put(0, db, 0, outputs);
    backward.load(gemm, weights, 0, outputs, inputs, inputs, 1);
    dx = CellLoop.atLeast(dx, (long) batch * inputWidth);
    run(
        batch,
        batch,
        (gemm, begin, end) -> {
          gemm.multiply(
              end - begin,
              inputWidth,
              outputs,
              dz,
              begin * width,
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
              begin * inputWidth,
              inputWidth);
          for (int r = begin; r < end; r++) {
            inputGradient.buffer().put(r * inputs, dx, r * inputWidth, inputs);
          }
        });
  }
}
