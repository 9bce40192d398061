package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void numbersHaveFourDigits() {
    assertThat(Figures.number(51.52)).isEqualTo("51.52");
    assertThat(Figures.number(-0.8975)).isEqualTo("-0.8975");
    assertThat(Figures.number(123456.7)).isEqualTo("123457");
    assertThat(Figures.number(0.00123456)).isEqualTo("0.001235");
    assertThat(Figures.number(0)).isEqualTo("0.0000");
  }

  @Test
  void numbersThatAreComparedHaveTheSameDecimals() {
    assertThat(Figures.decimals(List.of(-77.8, 51.5))).isEqualTo(2); // 77.80
    assertThat(Figures.decimals(List.of(17.27, 0.36))).isEqualTo(3); // 0.360
    assertThat(Figures.decimals(List.of(17.27, 0.00001))).isEqualTo(4); // no more for its sake
    assertThat(Figures.decimals(List.of(0.002, 0.001))).isEqualTo(6); // 0.002000
    assertThat(Figures.decimals(List.of(0.0))).isEqualTo(4);
    assertThat(Figures.number(-77.8, 2)).isEqualTo("-77.80");
  }

  @Test
  void durationsHaveTwoUnits() {
    assertThat(Figures.duration(35.14)).isEqualTo("35.1 s");
    assertThat(Figures.duration(125.4)).isEqualTo("2 min 5 s");
    assertThat(Figures.duration(3725)).isEqualTo("1 h 2 min");
  }

  @Test
  void countsAndSharesAreReadable() {
    assertThat(Figures.count(25000)).isEqualTo("25,000");
    assertThat(Figures.percent(0.0125)).isEqualTo("1.3%");
  }
}
