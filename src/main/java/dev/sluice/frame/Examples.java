package dev.sluice.frame;

import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Texts or windows that are ready for the network, numbered from 0. Immutable. */
public interface Examples {
  int size();

  /**
   * The examples in batches, laid out as {@link FittedPipeline#input} and {@link
   * FittedPipeline#output} say. One pass; ask again for the next.
   *
   * <p>In sequential order the batches hold the examples 0, 1, 2, ... one after the other. Shuffled
   * batches may group examples of like length. Without labels ({@link FittedPipeline#unlabelled}),
   * batches have features only.
   */
  DataSetIterator batches(int batchSize, BatchOrder order);
}
