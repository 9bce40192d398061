package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every source of delimited records with a header promises. */
interface DelimitedSourceContract extends TextSourceContract {
  @Override
  default List<List<String>> records() {
    return List.of(
        List.of("part", "the text"),
        List.of("a", "ein Öl, \u0130stanbul \uD83D\uDE00"),
        List.of("b", "2"),
        List.of("", " spaces stay "));
  }

  @Test
  default void asksForTheHeaderOfAnEmptyFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("rows.txt"), new byte[0]);

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is empty\n    expected a header line with the columns' names");
  }

  @Test
  default void refusesAHeaderWithoutRows(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("rows.txt"), encoded(records().subList(0, 1)));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ": has a header (part, the text) but no rows\n"
                + "    write at least one row below the header");
  }

  @Test
  default void refusesColumnsWithoutANameOrWithTheSame(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("a", "", "a", "b"), List.of("1", "2", "3", "4"))));
    String advice =
        "\n    give each column a different name; if this is not a header, list the names under column_names (--columns of init)";

    assertThatThrownBy(() -> Sources.open(spec(file)).columns())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: column 2 has no name"
                + advice
                + "\n"
                + file
                + ":1: more than one column is named 'a'"
                + advice);
  }

  @Test
  default void anIndexWithoutANameIsLeftOut(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("", "a", "b"), List.of("0", "x", "y"), List.of("7", "z", ""))));

    Source source = Sources.open(spec(file));

    assertThat(source.columns()).containsExactly("a", "b");
    assertThat(source.read().columns()).containsExactly("a", "b");
    assertThat(SourceContract.valuesOf(source.read()))
        .containsExactly(List.of("x", "y"), List.of("z", ""));
  }

  @Test
  default void aFirstColumnOfOtherValuesNeedsAName(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("", "load"), List.of("2024-01-01", "3"))));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: column 1 has no name, and a value '2024-01-01'\n"
                + "    give it a name; only an index of whole numbers can be without one");
  }

  @Test
  default void emptyColumnsAtTheEndNeedNoName(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(
                List.of(
                    List.of("a", "b", "", " "),
                    List.of("1", "", "", ""),
                    List.of("2", "x", " ", ""),
                    List.of("3", "y"))));

    Source source = Sources.open(spec(file));

    assertThat(source.columns()).containsExactly("a", "b");
    assertThat(SourceContract.valuesOf(source.read()))
        .containsExactly(List.of("1", ""), List.of("2", "x"), List.of("3", "y"));
  }

  @Test
  default void aValueInAColumnAtTheEndNeedsAName(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("a", "b", ""), List.of("1", "x", ""), List.of("2", "y", "z"))));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":3: column 3 has no name, and a value 'z'\n"
                + "    name the column in line 1, or empty it");
  }

  @Test
  default void namesTheSeparatorThatAHeaderLacksAtItsEnd(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("a", "b"), List.of("1", "x", ""), List.of("2", "y", ""))));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: has 2 values, and the lines below it have 3 values, the last of which is"
                + " always empty\n"
                + "    end this line with a separator, as the others");
  }

  @Test
  default void refusesATitleOfSeveralLinesOnce(@TempDir Path folder) throws IOException {
    List<List<String>> records =
        new ArrayList<>(List.of(List.of("Sales"), List.of("2024"), List.of("a", "b")));
    for (int i = 0; i < 7; i++) {
      records.add(List.of("1", "2"));
    }
    Path file = Files.write(folder.resolve("rows.txt"), encoded(records));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: lines 1 to 2 have 1 value each, and the lines below them have 2 values\n"
                + "    a title is no header: remove all lines above the one with the columns' names");
  }

  @Test
  default void refusesATitleAboveTheHeaderOnce(@TempDir Path folder) throws IOException {
    List<List<String>> records = new ArrayList<>(List.of(List.of("Sales 2024"), List.of("a", "b")));
    for (int i = 0; i < 7; i++) {
      records.add(List.of("1", "2"));
    }
    Path file = Files.write(folder.resolve("rows.txt"), encoded(records));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: has 1 value, and the lines below it have 2 values\n"
                + "    a title is no header: remove all lines above the one with the columns' names");
  }

  @Test
  default void listsTheFirstRowsOfAnotherWidthAndCountsThemAll(@TempDir Path folder)
      throws IOException {
    List<List<String>> records = new ArrayList<>(List.of(List.of("a", "b"), List.of("1", "2")));
    for (int i = 0; i < 7; i++) {
      records.add(List.of("1", "2", "3"));
    }
    Path file = Files.write(folder.resolve("rows.txt"), encoded(records));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file + ":3: 3 values, expected 2 (a, b)\n")
        .hasMessageContaining(file + ":7: 3 values, expected 2 (a, b)\n")
        .hasMessageNotContaining(":8:")
        .hasMessageContaining(file + ": 7 rows like these in all\n    ");
  }

  @Test
  default void theLineThatTellsExcelTheDelimiterIsNoHeader(@TempDir Path folder)
      throws IOException {
    byte[] rows = encoded(List.of(List.of("a", "b"), List.of("1", "2")));
    byte[] line = "sep=;\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(line, line.length + rows.length);
    System.arraycopy(rows, 0, all, line.length, rows.length);
    Path file = Files.write(folder.resolve("rows.txt"), all);

    Table table = Sources.open(spec(file)).read();

    assertThat(table.columns()).containsExactly("a", "b");
    assertThat(SourceContract.valuesOf(table)).containsExactly(List.of("1", "2"));
    assertThat(table.line(0)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"text\": \"x\"}', is JSON",
    "'[{\"text\": \"x\"}]', is JSON",
    "<!DOCTYPE html>, is a web page",
    "<?xml version='1.0'?>, is XML"
  })
  default void whatIsNoTableIsNamed(String start, String what, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("rows.txt"), start + "\nmore\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            file + ":1: " + what + ", expected a header line with the columns' names\n    ");
  }

  @Test
  default void anotherSeparatorIsSuggested(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.txt"), "text;label\nx;a\n");
    Table table = Sources.open(spec(file)).read();

    assertThat(Columns.missing(table, "text").orElseThrow().toString())
        .startsWith(file + ": has no column 'text'\n")
        .contains("its only column is 'text;label': if ';' separates columns there, ")
        .doesNotContain("did you mean");
  }
}
