package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained network of token ids that takes vectors in place of those that the embedding would look
 * up. It gives its outputs before their activation, and their gradients with respect to the
 * vectors. Without dropout. Not thread-safe.
 */
public final class BehindEmbedding implements AutoCloseable {
  private final float[] table; // (vocabulary, width)
  private final int width;
  private final int columns;
  private final Optional<MultiLayerNetwork> whole; // where characters are read beside the ids
  private final MultiLayerNetwork rest;

  private BehindEmbedding(
      float[] table,
      int width,
      int columns,
      Optional<MultiLayerNetwork> whole,
      MultiLayerNetwork rest) {
    this.table = table;
    this.width = width;
    this.columns = columns;
    this.whole = whole;
    this.rest = rest;
  }

  /** Whether an embedding is the first layer, or follows the layer that reads characters. */
  static boolean isBehindOne(NetworkPlan plan) {
    return plan.layers().get(embedding(plan)).spec() instanceof LayerSpec.Embedding;
  }

  /** The index of the embedding, if there is one. */
  private static int embedding(NetworkPlan plan) {
    return plan.layers().get(0).spec() instanceof CharactersFactory.Characters ? 1 : 0;
  }

  /** {@link Network#behindEmbedding}. */
  static BehindEmbedding of(NetworkPlan plan, INDArray parameters) {
    int first = embedding(plan);
    PlannedLayer<?> embedding = plan.layers().get(first);
    List<PlannedLayer<?>> others =
        new ArrayList<>(plan.layers().subList(first + 1, plan.layers().size()));
    NetworkPlan behind = new NetworkPlan(plan.input(), plan.target(), others, plan.output());
    INDArray all = parameters.reshape(1, parameters.length());
    long from = first == 0 ? 0 : plan.layers().get(0).parameters();
    long to = from + embedding.parameters();
    float[] table = Views.toArray(all.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)));
    INDArray own = all.get(NDArrayIndex.all(), NDArrayIndex.interval(to, all.length())).dup();
    return new BehindEmbedding(
        table,
        embedding.outputs(),
        plan.input().columns(),
        first == 0 ? Optional.empty() : Optional.of(new NetworkBuilder(plan).undropping(all.dup())),
        new NetworkBuilder(behind).undropping(own));
  }

  /** The size of a vector. */
  public int width() {
    return width;
  }

  /** The number of columns beside the text, which {@link #logits} needs. */
  public int columns() {
    return columns;
  }

  /**
   * The vectors that the layers after the embedding see, (steps, width), row by row.
   *
   * @param features of one example, as batches have them
   * @param shape of the features
   */
  public float[] vectors(float[] features, int[] shape) {
    if (whole.isPresent()) {
      NativeEngine.start();
      long[] sizes = Arrays.stream(shape).asLongStream().toArray();
      INDArray given =
          whole
              .get()
              .feedForwardToLayer(1, Nd4j.create(features, sizes, 'c'), /* train= */ false)
              .get(2);
      return Views.toArray(given.castTo(DataType.FLOAT).permute(0, 2, 1));
    }
    int steps = features.length - columns;
    float[] vectors = new float[steps * width];
    for (int t = 0; t < steps; t++) {
      vector((int) features[t], vectors, t * width);
    }
    return vectors;
  }

  /**
   * Writes the vector of an id, if no characters are read.
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
   * Gradients of weighted sums of the outputs that {@link #logits} returned last.
   *
   * @param slopes (batch)(units), the weight of each output in the sum of its row
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
    whole.ifPresent(network -> network.params().close());
  }
}
