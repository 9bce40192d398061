package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples and counterexamples of section 10.3.2 of YAML 1.2. */
class CoreSchemaTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "-19", "+12", "007", "0o7", "0x3A", "0xff"})
  void knowsWholeNumbers(String text) {
    assertThat(CoreSchema.isWhole(text)).isTrue();
    assertThat(CoreSchema.isNumber(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.", "-0.0", ".5", "+12e03", "-2E+05", "1e-8", "5.e1"})
  void knowsOtherNumbers(String text) {
    assertThat(CoreSchema.isWhole(text)).isFalse();
    assertThat(CoreSchema.isNumber(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "1_000",
        "0b1",
        "-0x1",
        "0x",
        "0o8",
        "1e",
        "1e+",
        "e5",
        ".e1",
        "1.2.3",
        "1 ",
        "--1",
        "1d",
        "1f",
        "0x1p3",
        ".inf",
        ".nan",
        "NaN",
        "Infinity",
        "\u0661\u0662"
      })
  void knowsWhatIsNoNumber(String text) {
    assertThat(CoreSchema.isNumber(text)).isFalse();
  }

  @Test
  void readsTheirValues() {
    assertThat(CoreSchema.whole("0x3A")).contains(58L);
    assertThat(CoreSchema.whole("0o17")).contains(15L);
    assertThat(CoreSchema.whole("+007")).contains(7L);
    assertThat(CoreSchema.whole("-9223372036854775808")).contains(Long.MIN_VALUE);
    assertThat(CoreSchema.whole("9223372036854775808")).isEmpty();
    assertThat(CoreSchema.number("-2E+05")).isEqualTo(-200_000);
    assertThat(CoreSchema.number("0x10")).isEqualTo(16);
    assertThat(CoreSchema.number("1e999")).isInfinite();
  }
}
