package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.NumberReader;
import dev.sluice.spec.NumberSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberFormsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1,194.88 | 1194.88 | {thousands: \",\", prefix: \"$\"}",
        "-$5.50 | -5.5 | {prefix: \"$\"}",
        "$-5.50 | -5.5 | {prefix: \"$\"}",
        "11.9% | 11.9 | {suffix: \"%\"}",
        "1.194,88 \u20ac | 1194.88 | {decimal: \",\", thousands: \".\", suffix: \"\u20ac\"}",
        "0,281 | 0.281 | {decimal: \",\"}",
        "1281,5 | 1281.5 | {decimal: \",\"}",
        "1,5e3 | 1500 | {decimal: \",\"}",
        "1,281.5 | 1281.5 | {thousands: \",\"}",
        "1,281,000 | 1281000 | {thousands: \",\"}",
        "1.281.000 | 1281000 | {decimal: \",\", thousands: \".\"}",
        "1'281.5 | 1281.5 | {thousands: \"'\"}",
        "1\u202f281,5 | 1281.5 | {decimal: \",\", thousands: \" \"}",
        "EUR 12 | 12 | {prefix: \"EUR\"}",
        "12 kWh | 12 | {suffix: \"kWh\"}"
      })
  void aNumberTellsHowItIsWritten(String cell, double number, String form) {
    List<NumberSpec> readings = NumberForms.readings(List.of(cell, "7"));

    assertThat(readings).extracting(NumberSpec::inConfig).containsExactly(form);
    assertThat(new NumberReader(Optional.of(readings.get(0))).read(cell)).hasValue(number);
  }

  /** Plain numbers are read without the pattern of the others, and as it would read them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "-7",
        "+7",
        "- 7",
        "--7",
        "0.5",
        ".5",
        "5.",
        ".",
        "",
        "-",
        "1e3",
        "1E-3",
        "1e+3",
        "1e",
        "1e+",
        "e3",
        ".e3",
        "1.2.3",
        "12a",
        "0x1p3",
        "NaN",
        "Infinity",
        "1e999",
        "1d",
        "1_0",
        "\u0661",
        "1 2"
      })
  void plainNumbersAreThoseOfThePattern(String cell) {
    NumberReader byPattern =
        new NumberReader(
            Optional.of(new NumberSpec(".", Optional.empty(), Optional.of("$"), Optional.empty())));

    assertThat(new NumberReader(Optional.empty()).read(cell)).isEqualTo(byPattern.read(cell));
  }

  @Test
  void aCommaBeforeThreeDigitsMayBeEither() {
    assertThat(NumberForms.readings(List.of("1,281", "-12,500", "7")))
        .extracting(NumberSpec::inConfig)
        .containsExactly("{thousands: \",\"}", "{decimal: \",\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,281.5", "1,281,000", "-12,281."})
  void anotherNumberOfTheColumnMayTellThatTheyAreThousands(String other) {
    assertThat(NumberForms.readings(List.of("1,281", other)))
        .extracting(NumberSpec::inConfig)
        .containsExactly("{thousands: \",\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,281", "1281,5", "1,28", ",5", "1281,500", "1,5e3"})
  void anotherNumberOfTheColumnMayTellThatTheyAreDecimals(String other) {
    assertThat(NumberForms.readings(List.of("1,281", other)))
        .extracting(NumberSpec::inConfig)
        .containsExactly("{decimal: \",\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1281", "a,b", "1,2,3", ",", "1,281,5.5", "2024-01-05", "12:30", "+-5,5"})
  void otherTextsHaveNoForm(String text) {
    assertThat(NumberForms.readings(List.of(text))).isEmpty();
  }

  @Test
  void formsThatDoNotReadEachCellAreNone() {
    assertThat(NumberForms.readings(List.of("1,281.5", "3,5"))).isEmpty();
    assertThat(NumberForms.readings(List.of("$5", "5 EUR", "\u20ac5"))).isEmpty();
  }

  @Test
  void thousandsStandInGroupsOfThree() {
    NumberReader reader =
        new NumberReader(
            Optional.of(new NumberSpec(".", Optional.of(","), Optional.empty(), Optional.empty())));

    assertThat(reader.read("1,281")).hasValue(1281);
    assertThat(reader.read("1281")).hasValue(1281);
    assertThat(reader.read("1,28")).isEmpty();
    assertThat(reader.read("12,8100")).isEmpty();
    assertThat(reader.read("0,281")).isEmpty();
  }
}
