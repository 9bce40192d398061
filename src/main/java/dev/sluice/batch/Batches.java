package dev.sluice.batch;

import dev.sluice.frame.BatchOrder;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples as the iterator that DL4J trains on. Not thread-safe. */
final class Batches implements DataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient EncodedInput input;
  private final transient Optional<Labels> labels;
  private final int units;
  private final int batchSize;
  private final int[] order; // every example once
  private int position; // in the order
  private DataSetPreProcessor preProcessor;

  private Batches(
      EncodedInput input, Optional<Labels> labels, int units, BatchOrder order, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch of " + batchSize);
    }
    this.input = input;
    this.labels = labels;
    this.units = units;
    this.batchSize = batchSize;
    this.order = input.order(order, batchSize);
  }

  /** A method, so that callers load no class of ND4J before they call it. */
  static DataSetIterator of(
      EncodedInput input, Optional<Labels> labels, int units, BatchOrder order, int batchSize) {
    return new Batches(input, labels, units, order, batchSize);
  }

  @Override
  public boolean hasNext() {
    return position < order.length;
  }

  @Override
  public DataSet next() {
    return next(batchSize);
  }

  @Override
  public DataSet next(int count) {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + order.length + " examples have been given");
    }
    int end = Math.min(order.length, position + count);
    int[] examples = Arrays.copyOfRange(order, position, end);
    position = end;
    Masked features = input.features(examples);
    Optional<Masked> targets = labels.map(known -> known.labels(examples, units));
    DataSet batch =
        new DataSet(
            features.array(),
            targets.map(Masked::array).orElse(null),
            features.maskArray().orElse(null),
            targets.flatMap(Masked::maskArray).orElse(null));
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }

  @Override
  public int batch() {
    return batchSize;
  }

  /** Numbers of a step. */
  @Override
  public int inputColumns() {
    return input.features(new int[] {0}).shape()[1];
  }

  /** The units of the network's output. */
  @Override
  public int totalOutcomes() {
    return units;
  }

  /** None: what units mean, predictions tell. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }
}
