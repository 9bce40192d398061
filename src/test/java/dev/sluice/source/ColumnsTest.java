package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final Table SEMICOLONS = Table.of(List.of("text;label"), List.of(List.of("a;b")));

  @Test
  void newRowsWithAnotherSeparatorAreToldToHaveThatOfTheTrainingData() {
    assertThat(Columns.missing(SEMICOLONS, "text").orElseThrow())
        .isEqualTo(
            Problem.inFile(
                "rows",
                "has no column 'text'",
                "its only column is 'text;label': if ';' separates columns there, write the file"
                    + " with the separator of the training data"));
  }

  @Test
  void rowsOfAConfigMayHaveASourceWithTheirSeparator() {
    assertThat(Columns.missing(SEMICOLONS, "text", "data.target").orElseThrow().toString())
        .contains("or give the source the one of the file: csv: {delimiter: ';'}");
  }
}
