package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberBaselinesTest {
  private static final RegressionRows NONE = new RegressionRows.OfTokens(List.of());

  @Test
  void examplesThatTakeTooLongToFitAreAnObstacleInWords() {
    RegressionRows numbers = numbers(100_000, 100);

    assertThat(NumberBaselines.obstacle(texts(10_000_000), NONE, 20)).isEmpty();
    assertThat(NumberBaselines.obstacle(texts(10_000_000), texts(1), 1))
        .contains("the examples to fit it to have 10000001 tokens, more than 10000000");
    assertThat(NumberBaselines.obstacle(numbers, numbers(0, 0), 20)).isEmpty();
    assertThat(NumberBaselines.obstacle(numbers, numbers(0, 0), 21))
        .contains("10000000 numbers to fit it to, times 21 columns, are more than 200000000");
  }

  private static RegressionRows texts(int count) {
    return new RegressionRows.OfTokens(Collections.nCopies(count, List.of("word")));
  }

  private static RegressionRows numbers(int rows, int features) {
    double[][] numbers = new double[rows][];
    Arrays.fill(numbers, new double[features]);
    return new RegressionRows.OfNumbers(numbers);
  }
}
