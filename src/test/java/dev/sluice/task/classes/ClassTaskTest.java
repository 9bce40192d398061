package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassTaskTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.5, 0.5",
    "0.0001, 0.0001",
    "0.123456, 0.1235",
    "0.99996, 1",
    "0.000012346, 0.00001235",
    "1e-30, 0"
  })
  void probabilitiesHaveFourDigitsAndNoExponent(double probability, String readable) {
    assertThat(FittedClasses.readable(probability)).isEqualTo(readable);
  }
}
