package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> Table.of(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has 1 values for 2 columns");
  }

  @Test
  void refusesARowWithANull() {
    assertThatThrownBy(
            () -> Table.of(List.of("a"), List.of(List.of("1"), Arrays.asList((String) null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 2 has no value for a column");
  }
}
