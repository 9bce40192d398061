package dev.sluice.batch;

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
  private final int[][] batches; // (batches)(examples)
  private int position; // in the batches
  private DataSetPreProcessor preProcessor;

  private Batches(EncodedInput input, Optional<Labels> labels, int units, int[][] batches) {
    this.input = input;
    this.labels = labels;
    this.units = units;
    this.batches = batches;
  }

  /** A factory method, so that callers load no class of ND4J before they call it. */
  static DataSetIterator of(
      EncodedInput input, Optional<Labels> labels, int units, int[][] batches) {
    return new Batches(input, labels, units, batches);
  }

  @Override
  public boolean hasNext() {
    return position < batches.length;
  }

  /** Not supported: the batches have already been cut. */
  @Override
  public DataSet next(int count) {
    throw new UnsupportedOperationException("batches have a size of their own");
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + batches.length + " batches have been given");
    }
    int[] examples = batches[position++];
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
    return Arrays.stream(batches).mapToInt(batch -> batch.length).max().orElse(0);
  }

  /** The number of features per step. */
  @Override
  public int inputColumns() {
    return input.features(new int[] {0}).shape()[1];
  }

  /** The number of output units of the network. */
  @Override
  public int totalOutcomes() {
    return units;
  }

  /** Always empty: the predictions know what the output units mean. */
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
