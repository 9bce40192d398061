package dev.sluice.input.text;

import java.util.List;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The batches of a {@link TokenSequenceReader}. DL4J's own RecordReaderDataSetIterator takes no
 * mask from a reader of batches, and to set it in a preprocessor would occupy the only one there
 * is.
 */
final class TokenBatchIterator implements DataSetIterator {
  private static final long serialVersionUID = 1L;

  private final RecordReader reader;
  private final int batchSize;
  private final boolean masked;
  private final boolean labelled;
  private final int inputColumns;
  private final int labelColumns;
  private DataSetPreProcessor preProcessor;

  private TokenBatchIterator(RecordReader reader, TextExamples examples, int batchSize) {
    this.reader = reader;
    this.batchSize = batchSize;
    this.masked = examples.pipeline().input().seenPadding().isEmpty();
    this.labelled = examples.labelled();
    this.inputColumns = examples.pipeline().input().maxLength();
    this.labelColumns = examples.pipeline().output().count();
  }

  /**
   * @param order every example once, (examples)
   */
  static DataSetIterator over(TextExamples examples, int[] order, int batchSize) {
    return new TokenBatchIterator(new TokenSequenceReader(examples, order), examples, batchSize);
  }

  @Override
  public boolean hasNext() {
    return reader.hasNext();
  }

  @Override
  public DataSet next() {
    return next(batchSize);
  }

  @Override
  public DataSet next(int count) {
    List<INDArray> arrays = ((NDArrayRecordBatch) reader.next(count)).getArrays();
    INDArray mask = masked ? arrays.get(1) : null;
    INDArray labels = labelled ? arrays.get(arrays.size() - 1) : null;
    DataSet batch = new DataSet(arrays.get(0), labels, mask, null);
    if (preProcessor != null) {
      preProcessor.preProcess(batch);
    }
    return batch;
  }

  @Override
  public void reset() {
    reader.reset();
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

  /** The most steps of a batch. */
  @Override
  public int inputColumns() {
    return inputColumns;
  }

  /** The number of classes. */
  @Override
  public int totalOutcomes() {
    return labelColumns;
  }

  @Override
  public List<String> getLabels() {
    return reader.getLabels();
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
