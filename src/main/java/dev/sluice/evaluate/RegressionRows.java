package dev.sluice.evaluate;

import java.util.List;

/** What a linear model sees of some examples. */
public sealed interface RegressionRows {
  int size();

  /**
   * The tokens of texts.
   *
   * @param tokens (examples)
   */
  record OfTokens(List<List<String>> tokens) implements RegressionRows {
    @Override
    public int size() {
      return tokens.size();
    }
  }

  /**
   * Numbers.
   *
   * @param numbers (examples)(features); never written
   */
  record OfNumbers(double[][] numbers) implements RegressionRows {
    @Override
    public int size() {
      return numbers.length;
    }
  }
}
