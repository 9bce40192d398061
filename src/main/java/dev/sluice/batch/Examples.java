package dev.sluice.batch;

import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Frame;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Examples that are ready for the network, numbered from 0. Immutable.
 *
 * @param labels empty if it is not known what comes true
 */
public record Examples(EncodedInput input, Optional<? extends Labels> labels) {

  public int size() {
    return input.size();
  }

  /** What a network learns one by one: examples, or the tokens of texts that are read on. */
  public long targets() {
    return input.documents().map(Documents::predictions).orElse((long) size());
  }

  /** How many batches hold all examples; of texts that are read on, about. */
  public int batchesPerPass(int batchSize, int steps) {
    return input
        .documents()
        .map(documents -> Segments.count(documents, batchSize, steps))
        .orElse((int) ((size() + (long) batchSize - 1) / batchSize));
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
    return Batches.of(input, Optional.empty(), 0, order, batchSize);
  }

  /**
   * The same with labels.
   *
   * @param units of the network's output
   * @throws IllegalStateException if the examples came without labels
   */
  public DataSetIterator batches(int batchSize, BatchOrder order, int units) {
    return Batches.of(input, Optional.of(known()), units, order, batchSize);
  }
}
