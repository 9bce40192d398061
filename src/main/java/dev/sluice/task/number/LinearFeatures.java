package dev.sluice.task.number;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.batch.Texts;
import dev.sluice.evaluate.RegressionRows;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The features of a linear model: the words of a text and the columns beside it; all numbers of
 * sequences of equal length; for other sequences the mean and the last value of each channel, and
 * the number of steps.
 */
final class LinearFeatures {
  private LinearFeatures() {}

  static RegressionRows of(Examples examples) {
    Optional<Texts> texts = examples.input().texts();
    if (texts.isPresent()) {
      return new RegressionRows.OfTokens(
          IntStream.range(0, examples.size()).mapToObj(texts.get()::tokens).toList(),
          texts.get().allBeside());
    }
    return new RegressionRows.OfNumbers(
        IntStream.range(0, examples.size())
            .mapToObj(i -> numbers(examples.input().features(new int[] {i})))
            .toArray(double[][]::new));
  }

  private static double[] numbers(Masked one) {
    double[] all = // (1, channels, steps)
        IntStream.range(0, one.values().length).mapToDouble(i -> one.values()[i]).toArray();
    if (one.mask().isEmpty()) {
      return all;
    }
    int channels = one.shape()[1];
    int steps = one.shape()[2]; // by itself, an example has no padding
    double[] features = new double[2 * channels + 1];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < steps; t++) {
        features[c] += all[c * steps + t] / steps;
      }
      features[channels + c] = all[(c + 1) * steps - 1];
    }
    features[2 * channels] = steps;
    return features;
  }
}
