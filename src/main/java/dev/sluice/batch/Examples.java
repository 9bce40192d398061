package dev.sluice.batch;

import dev.sluice.frame.BatchLimits;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.BatchesByLength;
import dev.sluice.frame.Frame;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Examples that are ready for the network, numbered from 0. Immutable.
 *
 * @param labels empty if the true answers are not known
 */
public record Examples(EncodedInput input, Optional<? extends Labels> labels) {

  public int size() {
    return input.size();
  }

  /**
   * The number of items that the network is trained on: examples, or tokens of continuous texts.
   */
  public long targets() {
    return input.documents().map(Documents::predictions).orElse((long) size());
  }

  /**
   * The number of batches in one pass over all shuffled examples; approximate for continuous texts.
   *
   * @param steps the length of a segment of such a text
   */
  public int batchesPerPass(BatchLimits limits, int steps) {
    int most = limits.examples();
    return input
        .documents()
        .map(documents -> Segments.count(documents, most, steps))
        .or(() -> bounded(limits, new BatchOrder.Shuffled(0)).map(batches -> batches.length))
        .orElse((int) ((size() + (long) most - 1) / most));
  }

  /**
   * All examples in batches, each once.
   *
   * @return (batches)(examples of a batch)
   */
  public int[][] batched(BatchLimits limits, BatchOrder order) {
    return bounded(limits, order)
        .orElseGet(() -> slices(input.order(order, limits.examples()), limits.examples()));
  }

  private Optional<int[][]> bounded(BatchLimits limits, BatchOrder order) {
    return limits
        .steps()
        .flatMap(most -> steps())
        .map(steps -> BatchesByLength.of(order, steps, limits));
  }

  /**
   * The steps of each example, (examples): those of the features or of the labels, whichever are
   * more; empty if all examples have the same number.
   */
  public Optional<int[]> steps() {
    Optional<int[]> ofLabels = labels.flatMap(Labels::stepsOfEach);
    return input
        .stepsOfEach()
        .map(steps -> ofLabels.map(others -> larger(steps, others)).orElse(steps))
        .or(() -> ofLabels);
  }

  private static int[] larger(int[] a, int[] b) {
    return IntStream.range(0, a.length).map(i -> Math.max(a[i], b[i])).toArray();
  }

  private static int[][] slices(int[] order, int size) {
    int[][] slices = new int[(order.length + size - 1) / size][];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = Arrays.copyOfRange(order, i * size, Math.min(order.length, (i + 1) * size));
    }
    return slices;
  }

  /** What the examples were cut from. */
  public Frame frame() {
    return input.frame();
  }

  /**
   * The labels, of the kind that the target gave.
   *
   * @throws IllegalStateException if the examples came without labels
   */
  public <L extends Labels> L labels(Class<L> kind) {
    return known().as(kind);
  }

  private Labels known() {
    return labels.orElseThrow(() -> new IllegalStateException("these examples have no labels"));
  }

  /**
   * The features in batches. One pass; ask again for the next.
   *
   * <p>In sequential order the batches hold the examples 0, 1, 2, ... one after the other. Shuffled
   * batches may group examples of like length.
   */
  public DataSetIterator batches(int batchSize, BatchOrder order) {
    return Batches.of(
        input, Optional.empty(), 0, batched(BatchLimits.ofExamples(batchSize), order));
  }

  /**
   * The same with labels.
   *
   * @param units of the network's output
   * @throws IllegalStateException if the examples came without labels
   */
  public DataSetIterator batches(int batchSize, BatchOrder order, int units) {
    return batches(BatchLimits.ofExamples(batchSize), order, units);
  }

  /** The same with separate limits for the number of examples and the steps of a batch. */
  public DataSetIterator batches(BatchLimits limits, BatchOrder order, int units) {
    return Batches.of(input, Optional.of(known()), units, batched(limits, order));
  }
}
