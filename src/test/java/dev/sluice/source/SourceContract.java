package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source promises. */
interface SourceContract {
  /** The source under test, reading this file or folder. */
  SourceSpec spec(Path file);

  /** Column names, then at least three rows. */
  List<List<String>> records();

  /** Writes such records, or the names and some of the rows, where the source finds them. */
  Path write(Path folder, String name, List<List<String>> records) throws IOException;

  static List<List<String>> valuesOf(Table table) {
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      List<String> values = new ArrayList<>();
      for (int column = 0; column < table.columns().size(); column++) {
        values.add(table.value(row, column));
      }
      rows.add(values);
    }
    return rows;
  }

  @Test
  default void readsEveryRowInOrder(@TempDir Path folder) throws IOException {
    Path file = write(folder, "rows.txt", records());

    Table table = Sources.open(spec(file)).read();

    assertThat(table.columns()).isEqualTo(records().get(0));
    assertThat(valuesOf(table)).isEqualTo(records().subList(1, records().size()));
    assertThat(table.name()).isEqualTo(file.toString());
    assertThat(table.recordNumber(0)).isEqualTo(1);
  }

  @Test
  default void readsTheColumnsAlone(@TempDir Path folder) throws IOException {
    Path file = write(folder, "rows.txt", records());

    assertThat(Sources.open(spec(file)).columns()).isEqualTo(records().get(0));
  }

  @Test
  default void readsTheFirstRowsAlone(@TempDir Path folder) throws IOException {
    Source source = Sources.open(spec(write(folder, "rows.txt", records())));

    assertThat(valuesOf(source.first(2))).isEqualTo(records().subList(1, 3));
    assertThat(valuesOf(source.first(100))).isEqualTo(records().subList(1, records().size()));
  }

  @Test
  default void readsTheSameTwice(@TempDir Path folder) throws IOException {
    Source source = Sources.open(spec(write(folder, "rows.txt", records())));

    assertThat(valuesOf(source.read())).isEqualTo(valuesOf(source.read()));
  }

  @Test
  default void readsTheOtherFileWhenGivenOne(@TempDir Path folder) throws IOException {
    Path first = write(folder, "first.txt", records());
    Path other = write(folder, "other.txt", records().subList(0, 2));

    Table table = Sources.open(spec(first).withPath(other)).read();

    assertThat(valuesOf(table)).isEqualTo(records().subList(1, 2));
  }

  @Test
  default void namesAMissingFileAndTheNearestOne(@TempDir Path folder) throws IOException {
    write(folder, "reviews.txt", records());
    Path file = folder.resolve("review.txt");

    assertThatThrownBy(() -> Sources.open(spec(file)).columns())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": does not exist\n    did you mean 'reviews.txt'?");
  }
}
