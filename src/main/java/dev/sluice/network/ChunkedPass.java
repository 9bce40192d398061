package dev.sluice.network;

import dev.sluice.kernel.Chunked;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of a batch of long sequences, which equals that of the whole sequences, in the
 * memory of a chunk: backpropagation through time that keeps the states at the beginnings of chunks
 * and recomputes the rest (Chen et al., Training Deep Nets with Sublinear Memory Cost, 2016).
 *
 * <p>The layers up to the one that makes a vector from all steps read all chunks. Then the network
 * goes from the last chunk to the first: each pass knows the vector, and passes the gradient of the
 * state at the beginning of its chunk to the chunk before. All chunks have the same length and the
 * same seed, so that dropout is the same in both passes, and dropout of whole sequences is the same
 * in all chunks.
 */
final class ChunkedPass {
  private final Chunks chunks;
  private final int joiner;

  /**
   * @param joiner index of the layer that makes a vector from all steps
   */
  ChunkedPass(Chunks chunks, int joiner) {
    this.chunks = chunks;
    this.joiner = joiner;
  }

  /** Whether these features, steps last, are longer than a chunk. */
  boolean cuts(INDArray features) {
    return chunks.stepsOf(features.size(-1)) > chunks.steps();
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
    int steps = chunks.stepsOf(features.size(-1));
    int count = (steps + chunks.steps() - 1) / chunks.steps();
    int each = (steps + count - 1) / count;
    long seed = Nd4j.getRandom().nextLong();
    layers.forEach(Chunked::begin);
    try {
      for (int c = 0; c < count; c++) {
        Nd4j.getRandom().setSeed(seed);
        network.read(
            chunk(features, c, each, chunks.columns()),
            chunkOfMask(features, mask, steps, c, each),
            labelsMask);
        network.feedForwardToLayer(joiner, network.getInput(), /* train= */ true);
      }
      INDArray sum = null;
      for (int c = count - 1; c >= 0; c--) {
        Nd4j.getRandom().setSeed(seed);
        int chunk = c;
        layers.forEach(layer -> layer.again(chunk));
        network.read(
            chunk(features, c, each, chunks.columns()),
            chunkOfMask(features, mask, steps, c, each),
            labelsMask);
        network.differentiate();
        sum = sum(network, sum);
      }
      network.getFlattenedGradients().assign(sum);
    } finally {
      layers.forEach(Chunked::end);
    }
  }

  /** After the joiner, each pass has the whole gradient. */
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

  /** Some steps of all rows, then their last numbers. */
  private static INDArray chunk(INDArray all, int chunk, int each, int last) {
    long[] shape = all.shape().clone();
    long whole = shape[shape.length - 1];
    shape[shape.length - 1] = each + last;
    INDArray padded = Nd4j.zeros(all.dataType(), shape);
    long from = (long) chunk * each;
    long there = Math.min(each, whole - last - from);
    steps(padded, 0, there).assign(steps(all, from, from + there));
    if (last > 0) {
      steps(padded, each, each + last).assign(steps(all, whole - last, whole));
    }
    return padded;
  }

  /** With a mask if the last chunk is padded. */
  private static INDArray chunkOfMask(
      INDArray features, INDArray mask, int steps, int chunk, int each) {
    if (mask == null && steps % each == 0) {
      return null;
    }
    INDArray all = mask == null ? Nd4j.ones(features.dataType(), features.size(0), steps) : mask;
    return chunk(all, chunk, each, 0);
  }

  private static INDArray steps(INDArray array, long from, long to) {
    return array.rank() == 2
        ? array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        : array.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
