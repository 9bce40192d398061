package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The airline passengers: 144 months, of which 96 train, 24 validate and 24 test. */
final class AirlineTest {
  private static final int LOOKBACK = 24;
  private static final int HORIZON = 12;

  private final Table table = SpecBuilder.airlineTable();
  private final SeriesDataset dataset = SeriesDataset.load(SpecBuilder.airline().build(), table);
  private final Dataset data = Dataset.load(SpecBuilder.airline().build(), table);

  private static double passengers(Table table, int row) {
    return Double.parseDouble(table.value(row, 1));
  }

  @Test
  void eachPartHasTheWindowsWhoseTargetsItHolds() {
    assertThat(dataset.examples(Part.TRAINING).size()).isEqualTo(96 - 24 - 12 + 1);
    assertThat(dataset.examples(Part.VALIDATION).size()).isEqualTo(24 - 12 + 1);
    assertThat(dataset.examples(Part.TEST).size()).isEqualTo(24 - 12 + 1);
  }

  @Test
  void windowsSayWhichMonthsTheySeeAndForecast() {
    SeriesExamples test = dataset.examples(Part.TEST);

    assertThat(test.cutoff(0)).isEqualTo("1958-12");
    assertThat(test.timestamps(0)).hasSize(HORIZON).startsWith("1959-01").endsWith("1959-12");
    assertThat(test.timestamps(12)).startsWith("1960-01").endsWith("1960-12");
    assertThat(test.actual(12)[11][0]).isEqualTo(432); // December 1960
    assertThat(test.cutoffRow(0)).isEqualTo(119);
    assertThat(test.targetRows(0)[0]).hasSize(144).startsWith(112, 118).endsWith(390, 432);
  }

  @Test
  void batchesHoldLogarithmsLessTheLastKnownOneAndTheMonth() {
    DataSetIterator batches =
        data.examples(Part.TEST).batches(4, new BatchOrder.Sequential(), HORIZON);
    DataSet first = batches.next();
    INDArray x = first.getFeatures();
    INDArray y = first.getLabels();
    double divisor = dataset.pipeline().sharedScale(0).orElseThrow().divisor();

    assertThat(x.shape()).containsExactly(4, 3, LOOKBACK);
    assertThat(y.shape()).containsExactly(4, HORIZON);
    for (int w = 0; w < 4; w++) {
      int cutoff = 119 + w;
      double last = Math.log(passengers(table, cutoff));
      for (int t = 0; t < LOOKBACK; t++) {
        int row = cutoff - LOOKBACK + 1 + t;
        double phase = 2 * Math.PI * (row % 12) / 12;
        assertThat(x.getDouble(w, 0, t))
            .isCloseTo((Math.log(passengers(table, row)) - last) / divisor, within(1e-6));
        assertThat(x.getDouble(w, 1, t)).isCloseTo(Math.sin(phase), within(1e-6));
        assertThat(x.getDouble(w, 2, t)).isCloseTo(Math.cos(phase), within(1e-6));
      }
      for (int h = 0; h < HORIZON; h++) {
        assertThat(y.getDouble(w, h))
            .isCloseTo(
                (Math.log(passengers(table, cutoff + 1 + h)) - last) / divisor, within(1e-6));
      }
    }
  }

  @Test
  void sequentialBatchesHoldEveryWindowOnceInOrderThePartialLastOneToo() {
    SeriesExamples training = dataset.examples(Part.TRAINING);
    List<Long> sizes = new ArrayList<>();
    int window = 0;
    DataSetIterator batches =
        data.examples(Part.TRAINING).batches(16, new BatchOrder.Sequential(), HORIZON);

    while (batches.hasNext()) {
      DataSet batch = batches.next();
      sizes.add(batch.getLabels().size(0));
      for (int i = 0; i < batch.getLabels().size(0); i++, window++) {
        double[][] forecast =
            training.toOriginalUnits(window, batch.getLabels().getRow(i).toFloatVector());
        for (int h = 0; h < HORIZON; h++) {
          assertThat(forecast[h][0])
              .isCloseTo(training.actual(window)[h][0], within(1e-3)); // 32-bit labels
        }
      }
    }

    assertThat(sizes).containsExactly(16L, 16L, 16L, 13L);
  }

  @Test
  void shuffledBatchesHoldEveryWindowOnceInAnOrderThatTheSeedDecides() {
    Examples training = data.examples(Part.TRAINING);

    List<String> sequential = labels(training.batches(61, new BatchOrder.Sequential(), HORIZON));
    List<String> shuffled = labels(training.batches(16, new BatchOrder.Shuffled(1), HORIZON));

    assertThat(shuffled).isNotEqualTo(sequential).containsExactlyInAnyOrderElementsOf(sequential);
    assertThat(labels(training.batches(16, new BatchOrder.Shuffled(1), HORIZON)))
        .isEqualTo(shuffled);
    assertThat(labels(training.batches(16, new BatchOrder.Shuffled(2), HORIZON)))
        .isNotEqualTo(shuffled);
  }

  private static List<String> labels(DataSetIterator batches) {
    List<String> labels = new ArrayList<>();
    while (batches.hasNext()) {
      INDArray y = batches.next().getLabels();
      for (int i = 0; i < y.rows(); i++) {
        labels.add(y.getRow(i).toStringFull());
      }
    }
    return labels;
  }

  @Test
  void baselinesOnTheTestWindowsHaveTheKnownErrors() {
    SeriesExamples test = dataset.examples(Part.TEST);

    double lastValue = meanError(test, (history, step) -> history[history.length - 1]);
    double seasonal = meanError(test, (history, step) -> history[history.length - 12 + step]);
    double drift =
        meanError(
            test,
            (history, step) -> {
              double last = history[history.length - 1];
              return last + (step + 1) * (last - history[0]) / (history.length - 1);
            });

    assertThat(lastValue).isCloseTo(77.8, within(0.05));
    assertThat(seasonal).isCloseTo(51.5, within(0.05));
    assertThat(drift).isCloseTo(75.1, within(0.05));
  }

  private interface Baseline {
    double forecast(double[] history, int step);
  }

  private static double meanError(SeriesExamples examples, Baseline baseline) {
    double sum = 0;
    for (int w = 0; w < examples.size(); w++) {
      double[] history = Arrays.copyOf(examples.targetRows(0)[0], examples.cutoffRow(w) + 1);
      for (int step = 0; step < HORIZON; step++) {
        sum += Math.abs(examples.actual(w)[step][0] - baseline.forecast(history, step));
      }
    }
    return sum / (examples.size() * HORIZON);
  }

  @Test
  void unlabelledBatchesHaveFeaturesOnly() {
    SeriesExamples next = dataset.pipeline().unlabelled(table);

    DataSetIterator batches =
        data.pipeline().unlabelled(table).batches(32, new BatchOrder.Sequential());
    DataSet batch = batches.next();

    assertThat(next.size()).isEqualTo(1);
    assertThat(next.cutoff(0)).isEqualTo("1960-12");
    assertThat(next.timestamps(0)).startsWith("1961-01").endsWith("1961-12");
    assertThat(batch.getFeatures().shape()).containsExactly(1, 3, LOOKBACK);
    assertThat(batch.getLabels()).isNull();
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void anIteratorCanBeReset() {
    DataSetIterator batches =
        data.examples(Part.TEST).batches(5, new BatchOrder.Shuffled(3), HORIZON);

    List<String> first = labels(batches);
    batches.reset();

    assertThat(labels(batches)).isEqualTo(first).hasSize(13);
  }
}
