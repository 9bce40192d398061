package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Appends the last numbers of each example, or all numbers of a series, to the output of a layer,
 * (batch, width) to (batch, width + window), so that the next layer weighs both. The appended
 * numbers need no gradient; only that of the output is passed on.
 */
final class WindowBeside implements InputPreProcessor {
  private static final long serialVersionUID = 1L;

  private int width;
  private int window;
  private transient INDArray seen; // of the current batch

  /** For the JSON of DL4J, which fills in the rest. */
  private WindowBeside() {}

  /**
   * @param width of the layer's output
   * @param window how many of the network's inputs are appended, the last ones
   */
  WindowBeside(int width, int window) {
    this.width = width;
    this.window = window;
  }

  public int getWidth() {
    return width;
  }

  public void setWidth(int width) {
    this.width = width;
  }

  public int getWindow() {
    return window;
  }

  public void setWindow(int window) {
    this.window = window;
  }

  /**
   * Passes the input to those of a network.
   *
   * @param input of a batch, with the numbers to append at the end of each example
   */
  static void show(MultiLayerConfiguration network, INDArray input) {
    for (InputPreProcessor form : network.getInputPreProcessors().values()) {
      if (form instanceof WindowBeside beside) {
        beside.seen = input;
      }
    }
  }

  @Override
  public INDArray preProcess(INDArray given, int batch, LayerWorkspaceMgr workspaces) {
    INDArray all =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, given.dataType(), new long[] {batch, width + window}, 'c');
    columns(all, 0, width).assign(given);
    int whole = (int) (seen.length() / batch);
    columns(all, width, width + window)
        .assign(columns(seen.reshape('c', batch, whole), whole - window, whole));
    return all;
  }

  @Override
  public INDArray backprop(INDArray gradient, int batch, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(ArrayType.ACTIVATION_GRAD, columns(gradient, 0, width), 'c');
  }

  private static INDArray columns(INDArray rows, int first, int end) {
    return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end));
  }

  /** The same for predictions. */
  Stage stage() {
    return new Stage() {
      @Override
      public Signal forward(Signal in, int threads) {
        throw new IllegalStateException("it takes what went into the network, too");
      }

      @Override
      public Signal forward(Signal in, Signal.Features features, int threads) {
        Signal.Numbers given = in.numbers();
        int row = width + window;
        int whole = features.values().length / given.batch();
        float[] all = new float[Math.multiplyExact(given.batch(), row)];
        for (int r = 0; r < given.batch(); r++) {
          given.values().buffer().get(r * width, all, r * row, width);
          System.arraycopy(
              features.values(), (r + 1) * whole - window, all, r * row + width, window);
        }
        return Signal.Numbers.rows(given.batch(), row, Floats.of(all));
      }
    };
  }

  @Override
  public WindowBeside clone() {
    return new WindowBeside(width, window);
  }

  @Override
  public InputType getOutputType(InputType type) {
    return InputType.feedForward(width + window);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
    return new Pair<>(mask, state);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowBeside that && width == that.width && window == that.window;
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, window);
  }
}
