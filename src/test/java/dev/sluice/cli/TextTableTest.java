package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsNumbersToTheRightAndWordsToTheLeft() {
    TextTable table = new TextTable("class", ">rows");
    table.row("spam", "7");
    table.row("no", "1250");

    assertThat(table.text()).isEqualTo("class  rows\nspam      7\nno     1250\n");
  }

  @Test
  void countsWideCharactersAsTwoCells() {
    TextTable table = new TextTable("class", ">rows");
    table.row("\u80af\u5b9a", "7"); // two ideographs: four cells
    table.row("\ud55c\u30ab", "8"); // hangul, kana: four cells
    table.row("\ud83d\ude00", "9"); // an emoji of two chars: two cells

    assertThat(table.text())
        .isEqualTo(
            "class  rows\n"
                + "\u80af\u5b9a      7\n"
                + "\ud55c\u30ab      8\n"
                + "\ud83d\ude00        9\n");
  }

  @Test
  void countsCombiningMarksAsNoCell() {
    TextTable table = new TextTable("class", ">rows");
    table.row("u\u0308ber", "7"); // a decomposed umlaut

    assertThat(table.text()).isEqualTo("class  rows\nu\u0308ber      7\n");
  }
}
