package dev.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommaNumbersTest {

  @Test
  void aCommaBeforeThreeDigitsMayBeEither() {
    assertThat(CommaNumbers.advice(List.of("1,281", "-12,500", "7")))
        .isEqualTo(
            "the comma of 1,281 may be a thousands sign, to leave out, or a decimal comma, to write"
                + " as a point");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,281.5", "1,281,000", "-12,281."})
  void anotherNumberOfTheColumnMayTellThatTheyAreThousands(String other) {
    assertThat(CommaNumbers.advice(List.of("1,281", other)))
        .isEqualTo("leave the thousands signs out: 1281");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,281", "1281,5", "1,28", "1.281,5", ",5", "1281,500", "1,5e3"})
  void anotherNumberOfTheColumnMayTellThatTheyAreDecimals(String other) {
    assertThat(CommaNumbers.advice(List.of("1,281", other)))
        .isEqualTo("write the decimal commas as points");
  }

  @Test
  void commasThatDoNotAgreeAreBoth() {
    assertThat(CommaNumbers.advice(List.of("1,281.5", "3,5")))
        .startsWith("some commas are thousands signs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1281", "a,b", "1,2,3", ",", "1,281,5.5"})
  void otherTextsTellNothing(String text) {
    assertThat(CommaNumbers.advice(List.of(text))).isEmpty();
  }
}
