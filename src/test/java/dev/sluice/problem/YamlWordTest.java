package dev.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlWordTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "review | review",
        "no | \"no\"",
        "On | \"On\"",
        "12 | \"12\"",
        "a title | \"a title\"",
        "a\"b\\c | \"a\\\"b\\\\c\"",
        "${HOME} | \"$${HOME}\"",
        "a, b] | \"a, b]\"",
      })
  void keepsItsMeaning(String text, String expected) {
    assertThat(YamlWord.of(text)).isEqualTo(expected);
  }
}
