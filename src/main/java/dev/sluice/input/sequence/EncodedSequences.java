package dev.sluice.input.sequence;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.ExampleOrder;
import dev.sluice.frame.TableFrame;
import dev.sluice.shape.InputShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Scaled sequences; {@link InputShape.Steps} describes their batches.
 *
 * @param values (examples)(channels)(kept steps), at least one step; never written
 * @param lengths (examples): steps before cutting
 */
record EncodedSequences(TableFrame frame, InputShape.Steps shape, float[][][] values, int[] lengths)
    implements EncodedInput {

  int steps(int example) {
    return values[example][0].length;
  }

  /** Shuffled batches hold sequences of like length. */
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
}
