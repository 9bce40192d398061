package dev.sluice.data;

import java.util.Map;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The parts of the data and the pipeline fitted on the first of them. */
public interface Dataset {
  FittedPipeline pipeline();

  /** The number of examples of a part: texts, or windows. 0 if the part does not exist. */
  int size(Part part);

  /**
   * A part in batches, laid out as {@link FittedPipeline#input} and {@link FittedPipeline#output}
   * say. One pass; ask again for the next.
   *
   * <p>In sequential order the batches hold the examples 0, 1, 2, ... one after the other. Shuffled
   * batches may group examples of like length.
   */
  DataSetIterator batches(Part part, int batchSize, BatchOrder order);

  /**
   * What the reader of a report should know, as plain values for JSON, in order: rows per part,
   * class counts, lengths, cut and unknown tokens; or times, windows and scales.
   */
  Map<String, Object> summary();
}
