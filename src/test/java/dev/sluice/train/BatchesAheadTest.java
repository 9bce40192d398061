package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchesAheadTest {

  @Test
  void givesAllBatchesInTheirOrder() {
    List<DataSet> batches =
        IntStream.range(0, 20)
            .mapToObj(i -> new DataSet(Nd4j.scalar(i).reshape(1, 1), Nd4j.scalar(i).reshape(1, 1)))
            .toList();
    List<DataSet> given = new ArrayList<>();

    try (BatchesAhead ahead = new BatchesAhead(batches.iterator())) {
      ahead.forEachRemaining(given::add);
      assertThat(ahead.hasNext()).isFalse();
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }

    assertThat(given).containsExactlyElementsOf(batches);
  }

  @Test
  void throwsWhatTheMakingOfABatchThrows() {
    RuntimeException failure = new IllegalArgumentException("row 7");
    Iterator<DataSet> failing =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public DataSet next() {
            throw failure;
          }
        };

    try (BatchesAhead ahead = new BatchesAhead(failing)) {
      assertThatThrownBy(ahead::next).isSameAs(failure);
    }
  }
}
