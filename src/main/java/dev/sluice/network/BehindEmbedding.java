package dev.sluice.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained network of token ids that takes vectors where the embedding would look them up, and
 * gives its outputs before their activation, with their gradients in the vectors. It drops nothing.
 * Not thread-safe.
 */
public final class BehindEmbedding implements AutoCloseable {
  private final float[] table; // (vocabulary, width)
  private final int width;
  private final int columns;
  private final MultiLayerNetwork rest;

  private BehindEmbedding(float[] table, int width, int columns, MultiLayerNetwork rest) {
    this.table = table;
    this.width = width;
    this.columns = columns;
    this.rest = rest;
  }

  /** {@link Network#behindEmbedding}. */
  static BehindEmbedding of(NetworkPlan plan, INDArray parameters) {
    PlannedLayer<?> first = plan.layers().get(0);
    List<PlannedLayer<?>> others = new ArrayList<>(plan.layers().subList(1, plan.layers().size()));
    NetworkPlan behind = new NetworkPlan(plan.input(), plan.target(), others, plan.output());
    INDArray all = parameters.reshape(1, parameters.length());
    float[] table =
        Views.toArray(all.get(NDArrayIndex.all(), NDArrayIndex.interval(0, first.parameters())));
    INDArray own =
        all.get(NDArrayIndex.all(), NDArrayIndex.interval(first.parameters(), all.length())).dup();
    return new BehindEmbedding(
        table, first.outputs(), plan.input().columns(), new NetworkBuilder(behind).undropping(own));
  }

  /** Numbers of a vector. */
  public int width() {
    return width;
  }

  /** Numbers of columns beside the text, which {@link #logits} needs. */
  public int columns() {
    return columns;
  }

  /**
   * Writes the vector of an id.
   *
   * @param into from {@code at} on
   */
  public void vector(int id, float[] into, int at) {
    System.arraycopy(table, id * width, into, at, width);
  }

  /**
   * The outputs before their activation.
   *
   * @param vectors (batch, steps, width), row by row
   * @param mask (batch, steps), row by row, 0 where a step is left out; empty if none is
   * @param beside (batch, columns), row by row
   * @return (batch)(units)
   */
  public float[][] logits(float[] vectors, int batch, Optional<float[]> mask, float[] beside) {
    NativeEngine.start();
    int steps = vectors.length / width / batch;
    INDArray x = Nd4j.create(vectors, new long[] {batch, steps, width}, 'c').permute(0, 2, 1);
    rest.clear();
    if (columns > 0) {
      WindowBeside.show(
          rest.getLayerWiseConfigurations(), Nd4j.create(beside, new long[] {batch, columns}, 'c'));
    }
    rest.setInput(x.dup('c'));
    rest.setLayerMaskArrays(
        mask.map(rows -> Nd4j.createFromArray(rows).reshape('c', batch, steps)).orElse(null), null);
    List<INDArray> given = rest.feedForward(/* train= */ true, /* clearInputs= */ false);
    return given.get(given.size() - 1).toFloatMatrix();
  }

  /**
   * Gradients of sums of the outputs that {@link #logits} gave last.
   *
   * @param slopes (batch)(units), by which each output counts in the sum of its row
   * @return (batch, steps, width), row by row
   */
  public float[] gradients(float[][] slopes) {
    INDArray dx = rest.backpropGradient(Nd4j.create(slopes), Signal.NONE).getSecond();
    return Views.toArray(dx.castTo(DataType.FLOAT).permute(0, 2, 1));
  }

  /** Frees the parameters, which are copies. */
  @Override
  public void close() {
    rest.params().close();
  }
}
