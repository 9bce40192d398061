package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.task.ReadableNumber;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittedClassesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.5, 0.5",
    "0.0001, 0.0001",
    "0.123456789, 0.1234568",
    "0.99999996, 1",
    "0.000012345678, 0.0000123457",
    "1e-30, 0"
  })
  void probabilitiesHaveTheDigitsOfAFloatAndNoExponent(double probability, String readable) {
    assertThat(ReadableNumber.of(probability)).isEqualTo(readable);
  }
}
