package dev.sluice.frame.series;

import dev.sluice.frame.BatchOrder;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Windows as the iterator that DL4J trains on. Apart, so that other classes load no ND4J. */
final class WindowBatches {
  private WindowBatches() {}

  static DataSetIterator of(SeriesExamples examples, int batchSize, BatchOrder order) {
    WindowReader reader = new WindowReader(examples, windows(examples.size(), order));
    return examples.labelled()
        ? new RecordReaderDataSetIterator(reader, batchSize, 1, 1, true)
        : new RecordReaderDataSetIterator(reader, batchSize);
  }

  /** The windows in the order asked for; shuffled as by Fisher and Yates. */
  private static int[] windows(int count, BatchOrder order) {
    int[] windows = IntStream.range(0, count).toArray();
    if (order instanceof BatchOrder.Shuffled shuffled) {
      Random random = new Random(shuffled.seed());
      for (int i = count - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int window = windows[i];
        windows[i] = windows[j];
        windows[j] = window;
      }
    }
    return windows;
  }
}
