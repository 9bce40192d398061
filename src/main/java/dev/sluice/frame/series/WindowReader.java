package dev.sluice.frame.series;

import java.io.DataInputStream;
import java.net.URI;
import java.util.List;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows as DataVec records. Only whole batches are read: features (batch, features, lookback)
 * and, where the targets are known, labels (batch, horizon * columns). Not thread-safe.
 */
final class WindowReader extends BaseRecordReader {
  private static final long serialVersionUID = 1L;

  private final transient SeriesExamples examples;
  private final int[] windows; // in the order to read
  private int position;

  /**
   * @param windows the windows to read, in this order
   */
  WindowReader(SeriesExamples examples, int[] windows) {
    this.examples = examples;
    this.windows = windows;
  }

  @Override
  public boolean batchesSupported() {
    return true;
  }

  @Override
  public boolean hasNext() {
    return position < windows.length;
  }

  /** The next windows, at most {@code count}. */
  @Override
  public List<List<Writable>> next(int count) {
    int batch = Math.min(count, windows.length - position);
    int features = examples.featureCount();
    int lookback = examples.lookback();
    int outputs = examples.horizon() * examples.columns().size();
    float[] x = new float[batch * features * lookback];
    float[] y = new float[examples.labelled() ? batch * outputs : 0];
    for (int i = 0; i < batch; i++) {
      int window = windows[position + i];
      examples.writeFeatures(window, x, i * features * lookback);
      if (examples.labelled()) {
        examples.writeLabels(window, y, i * outputs);
      }
    }
    position += batch;
    INDArray inputs = Nd4j.create(x, new long[] {batch, features, lookback}, 'c');
    return examples.labelled()
        ? new NDArrayRecordBatch(inputs, Nd4j.create(y, new long[] {batch, outputs}, 'c'))
        : new NDArrayRecordBatch(inputs);
  }

  @Override
  public List<Writable> next() {
    return next(1).get(0);
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
  public void initialize(InputSplit split) {
    throw notFromFiles();
  }

  @Override
  public void initialize(Configuration configuration, InputSplit split) {
    throw notFromFiles();
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream stream) {
    throw notFromFiles();
  }

  /** The next window; the iterator looks at the first one to learn what records hold. */
  @Override
  public Record nextRecord() {
    return new org.datavec.api.records.impl.Record(next(), null);
  }

  @Override
  public Record loadFromMetaData(RecordMetaData metaData) {
    throw notFromFiles();
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metaData) {
    throw notFromFiles();
  }

  private static UnsupportedOperationException notFromFiles() {
    return new UnsupportedOperationException("windows are read from a series in memory");
  }

  /** None: a series has no classes. */
  @Override
  public List<String> getLabels() {
    return List.of();
  }

  @Override
  public void setConf(Configuration configuration) {
    throw notFromFiles();
  }

  @Override
  public Configuration getConf() {
    return new Configuration();
  }

  @Override
  public void close() {
    // nothing is open
  }
}
