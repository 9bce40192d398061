package dev.sluice.input.sequence;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.ExampleOrder;
import dev.sluice.frame.Scale;
import dev.sluice.frame.TableFrame;
import dev.sluice.shape.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scaled sequences; {@link InputShape.Steps} describes their batches.
 *
 * @param channels by name, in order
 * @param values (examples)(channels)(kept steps), at least one step; never written
 * @param lengths (examples): steps before cutting
 */
record EncodedSequences(
    TableFrame frame,
    InputShape.Steps shape,
    Map<String, Scale> channels,
    float[][][] values,
    int[] lengths)
    implements EncodedInput {

  int steps(int example) {
    return values[example][0].length;
  }

  /** Shuffled batches contain sequences of similar length. */
  @Override
  public int[] order(BatchOrder order, int batchSize) {
    return ExampleOrder.byLength(order, kept(), batchSize);
  }

  private int[] kept() {
    return Arrays.stream(values).mapToInt(example -> example[0].length).toArray();
  }

  @Override
  public Optional<int[]> stepsOfEach() {
    return shape.fixedSteps() ? Optional.empty() : Optional.of(kept());
  }

  @Override
  public int longest() {
    return Arrays.stream(values).mapToInt(example -> example[0].length).max().orElse(1);
  }

  @Override
  public Masked features(int[] batch) {
    int steps = Arrays.stream(batch).map(this::steps).max().orElse(1);
    int channels = shape.features();
    float[] x =
        new float[Math.multiplyExact(batch.length * channels, steps)]; // (batch, channels, steps)
    float[] mask = new float[shape.masked() ? batch.length * steps : 0]; // (batch, steps)
    for (int i = 0; i < batch.length; i++) {
      for (int c = 0; c < channels; c++) {
        float[] channel = values[batch[i]][c];
        System.arraycopy(channel, 0, x, (i * channels + c) * steps, channel.length);
      }
      if (shape.masked()) {
        Arrays.fill(mask, i * steps, i * steps + steps(batch[i]), 1);
      }
    }
    Masked features = Masked.of(x, batch.length, channels, steps);
    return shape.masked() ? features.withMask(mask) : features;
  }

  /**
   * Monitored for drift: the steps before cutting, and the mean of each channel in a sequence, in
   * original units.
   */
  @Override
  public List<Observed> observed() {
    List<Observed> observed = new ArrayList<>();
    if (Arrays.stream(lengths).distinct().count() > 1 || shape.masked()) {
      observed.add(
          Observed.numbers(
              Watched.INPUT, "length in steps", Arrays.stream(lengths).asDoubleStream().toArray()));
    }
    int c = 0;
    for (Map.Entry<String, Scale> channel : channels.entrySet()) {
      double[] means = new double[values.length];
      for (int i = 0; i < means.length; i++) {
        double sum = 0;
        for (float value : values[i][c]) {
          sum += value;
        }
        means[i] = channel.getValue().invert(sum / values[i][c].length);
      }
      observed.add(
          Observed.numbers(Watched.INPUT, "mean of '%s'".formatted(channel.getKey()), means));
      c++;
    }
    return observed;
  }
}
