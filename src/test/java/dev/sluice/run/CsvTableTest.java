package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CsvTableTest {
  @Test
  void quotesWhatWouldBreakARow() {
    assertThat(written(List.of("row", "actual"), List.of(1, "a,b"), List.of(2, "say \"no\"\nor")))
        .isEqualTo("row,actual\n1,\"a,b\"\n2,\"say \"\"no\"\"\nor\"\n");
  }

  @Test
  void writesTheShortestNumbersThatReadBackTheSameInAnyLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("ar", "EG")); // its own digits and decimal separator
    try {
      assertThat(written(List.of("forecast"), List.of(0.1), List.of(-1234567.25), List.of(3)))
          .isEqualTo("forecast\n0.1\n-1234567.25\n3\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void putsAnApostropheBeforeWhatASpreadsheetWouldRunIfAsked() {
    StringWriter text = new StringWriter();
    try (CsvTable table = new CsvTable(text, true)) {
      table.row(List.of("=a", "+a", "-a", "@a", "\ta", "-1+cmd|'/C calc'!A1", "-2\n"));
      table.row(List.of("-1", "+1.5", "-.5e-3", "-7.", "a=b", "", "'", -0.25, "1-1"));
    }

    assertThat(text.toString())
        .isEqualTo(
            "'=a,'+a,'-a,'@a,'\ta,'-1+cmd|'/C calc'!A1,\"'-2\n\"\n"
                + "-1,+1.5,-.5e-3,-7.,a=b,,',-0.25,1-1\n");
  }

  private static String written(List<String> columns, List<?>... rows) {
    StringWriter text = new StringWriter();
    try (CsvTable table = new CsvTable(text, columns)) {
      for (List<?> row : rows) {
        table.row(row);
      }
    }
    return text.toString();
  }
}
