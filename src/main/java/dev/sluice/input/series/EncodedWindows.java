package dev.sluice.input.series;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.drift.Observed;
import dev.sluice.frame.series.SeriesExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Windows as batches of (batch, features, steps). */
record EncodedWindows(SeriesExamples frame) implements EncodedInput {
  @Override
  public int size() {
    return Math.multiplyExact(frame.size(), frame.examplesOfWindow());
  }

  @Override
  public Optional<String> columnOf(int number) {
    return frame.columnOf(number);
  }

  @Override
  public Masked features(int[] examples) {
    int features = frame.featureCount();
    int steps = frame.steps();
    float[] x = new float[examples.length * features * steps];
    for (int i = 0; i < examples.length; i++) {
      frame.writeFeatures(examples[i], x, i * features * steps);
    }
    return Masked.of(x, examples.length, features, steps);
  }

  /** The rows of the columns, whose neighbours are alike. */
  @Override
  public List<Observed> observed() {
    List<Observed> observed = new ArrayList<>();
    frame
        .seenNumbers()
        .forEach(
            (name, values) -> observed.addAll(Observed.column(name, values, /* inOrder= */ true)));
    return observed;
  }
}
