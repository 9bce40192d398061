package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;

/** The features of some examples for a linear model. */
public sealed interface RegressionRows {
  int size();

  /** How many tokens or numbers all examples have together. */
  long count();

  /**
   * The tokens of texts.
   *
   * @param tokens (examples)
   * @param beside numbers of other columns, scaled; (examples)(columns)
   */
  record OfTokens(List<List<String>> tokens, float[][] beside) implements RegressionRows {
    /** Texts alone. */
    public OfTokens(List<List<String>> tokens) {
      this(tokens, new float[tokens.size()][0]);
    }

    @Override
    public int size() {
      return tokens.size();
    }

    @Override
    public long count() {
      return tokens.stream().mapToLong(List::size).sum();
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

    @Override
    public long count() {
      return Arrays.stream(numbers).mapToLong(row -> row.length).sum();
    }
  }
}
