package dev.sluice.train;

import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The scaled input of a batch with the largest absolute value.
 *
 * @param number of the feature, from 0
 * @param value without its sign
 */
record LargestInput(int number, double value) {
  private static final double FAR = 20; // standard deviations, if the scale is standard

  /**
   * @param features (batch, numbers, steps)
   */
  static LargestInput of(INDArray features) {
    LargestInput largest = new LargestInput(0, -1);
    for (int number = 0; number < features.size(1); number++) {
      double most = features.slice(number, 1).amaxNumber().doubleValue();
      if (!(most <= largest.value())) {
        largest = new LargestInput(number, most);
      }
    }
    return largest;
  }

  /** Whether the value alone may have caused the divergence. */
  boolean standsOut() {
    return value > FAR;
  }

  /** As in {@code (largest scaled input 812 in 'Iws')}. */
  String words(Optional<String> column) {
    return String.format(
        Locale.ROOT,
        " (largest scaled input %.3g%s)",
        value,
        column.map(name -> " in '" + name + "'").orElse(""));
  }
}
