package dev.sluice.network;

import dev.sluice.kernel.Chunked;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of a batch of long sequences, which is that of the whole sequences, in the memory of
 * a chunk: backpropagation through time with the states where chunks begin kept and the rest
 * computed anew (Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).
 *
 * <p>The layers up to the one that makes a vector of all steps read all chunks. Then the network
 * goes from the last chunk to the first: each pass knows the vector, and hands the gradient of the
 * state where its chunk begins to the chunk before. Chunks have the same length and the same seed,
 * so that what is dropped is the same in both passes, and what is dropped of whole sequences the
 * same in all chunks.
 */
final class ChunkedPass {
  private final int steps;
  private final int joiner;

  /**
   * @param steps of a chunk, at most
   * @param joiner number of the layer that makes a vector of all steps
   */
  ChunkedPass(int steps, int joiner) {
    this.steps = steps;
    this.joiner = joiner;
  }

  /** Whether these features, steps last, are longer than a chunk. */
  boolean cuts(INDArray features) {
    return features.size(-1) > steps;
  }

  /**
   * Leaves gradient and score of the network as its backward pass would.
   *
   * @param features (batch, ..., steps)
   * @param mask (batch, steps), or null
   */
  void differentiate(LossOfData network, INDArray features, INDArray mask, INDArray labelsMask) {
    List<Chunked> layers =
        Stream.of(network.getLayers())
            .filter(Chunked.class::isInstance)
            .map(Chunked.class::cast)
            .toList();
    int chunks = (int) ((features.size(-1) + steps - 1) / steps);
    int each = (int) ((features.size(-1) + chunks - 1) / chunks);
    long seed = Nd4j.getRandom().nextLong();
    layers.forEach(Chunked::begin);
    try {
      for (int c = 0; c < chunks; c++) {
        Nd4j.getRandom().setSeed(seed);
        network.read(chunk(features, c, each), chunkOfMask(features, mask, c, each), labelsMask);
        network.feedForwardToLayer(joiner, network.getInput(), /* train= */ true);
      }
      INDArray sum = null;
      for (int c = chunks - 1; c >= 0; c--) {
        Nd4j.getRandom().setSeed(seed);
        int chunk = c;
        layers.forEach(layer -> layer.again(chunk));
        network.read(chunk(features, c, each), chunkOfMask(features, mask, c, each), labelsMask);
        network.differentiate();
        sum = sum(network, sum);
      }
      network.getFlattenedGradients().assign(sum);
    } finally {
      layers.forEach(Chunked::end);
    }
  }

  /** Behind the joiner, each pass has the whole gradient. */
  private INDArray sum(LossOfData network, INDArray before) {
    INDArray gradient = network.getFlattenedGradients();
    if (before == null) {
      return gradient.dup();
    }
    long read = 0;
    for (int i = 0; i <= joiner; i++) {
      read += network.getLayer(i).numParams();
    }
    Nd4j.getBlasWrapper().level1().axpy(read, 1.0, gradient, before);
    return before;
  }

  private static INDArray chunk(INDArray features, int chunk, int each) {
    long[] shape = features.shape().clone();
    shape[shape.length - 1] = each;
    INDArray padded = Nd4j.zeros(features.dataType(), shape);
    long from = (long) chunk * each;
    long there = Math.min(each, features.size(-1) - from);
    steps(padded, 0, there).assign(steps(features, from, from + there));
    return padded;
  }

  /** With a mask where the last chunk is padded. */
  private static INDArray chunkOfMask(INDArray features, INDArray mask, int chunk, int each) {
    boolean even = features.size(-1) % each == 0;
    if (mask == null && even) {
      return null;
    }
    return chunk(
        mask == null ? Nd4j.ones(features.dataType(), features.size(0), features.size(-1)) : mask,
        chunk,
        each);
  }

  private static INDArray steps(INDArray array, long from, long to) {
    return array.rank() == 2
        ? array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        : array.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
