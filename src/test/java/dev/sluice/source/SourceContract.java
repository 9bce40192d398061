package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source of files promises. A new one implements {@link #spec} and {@link #encoded}. */
interface SourceContract {
  /** The source under test, reading this file, which has a header. */
  SourceSpec spec(Path file);

  /** The first of the records is the header; the file ends with a line end. */
  byte[] encoded(List<List<String>> records);

  List<List<String>> RECORDS =
      List.of(
          List.of("part", "the text"),
          List.of("a", "ein Öl, \u0130stanbul \uD83D\uDE00"),
          List.of("b", "2"),
          List.of("", " spaces stay "));

  static Path write(Path file, byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }

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
    Path file = write(folder.resolve("rows.txt"), encoded(RECORDS));

    Table table = Sources.open(spec(file)).read();

    assertThat(table.columns()).isEqualTo(RECORDS.get(0));
    assertThat(valuesOf(table)).isEqualTo(RECORDS.subList(1, 4));
    assertThat(table.name()).isEqualTo(file.toString());
    assertThat(table.recordNumber(0)).isEqualTo(1);
  }

  @Test
  default void readsTheColumnsAlone(@TempDir Path folder) throws IOException {
    Path file = write(folder.resolve("rows.txt"), encoded(RECORDS));

    assertThat(Sources.open(spec(file)).columns()).containsExactly("part", "the text");
  }

  @Test
  default void readsTheFirstRowsAlone(@TempDir Path folder) throws IOException {
    Source source = Sources.open(spec(write(folder.resolve("rows.txt"), encoded(RECORDS))));

    assertThat(valuesOf(source.first(2))).isEqualTo(RECORDS.subList(1, 3));
    assertThat(valuesOf(source.first(100))).isEqualTo(RECORDS.subList(1, 4));
  }

  @Test
  default void readsTheSameTwice(@TempDir Path folder) throws IOException {
    Source source = Sources.open(spec(write(folder.resolve("rows.txt"), encoded(RECORDS))));

    assertThat(valuesOf(source.read())).isEqualTo(valuesOf(source.read()));
  }

  @Test
  default void unpacksFilesNamedGz(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.txt.GZ");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(encoded(RECORDS));
    }

    assertThat(valuesOf(Sources.open(spec(file)).read())).isEqualTo(RECORDS.subList(1, 4));
  }

  @Test
  default void readsTheOtherFileWhenGivenOne(@TempDir Path folder) throws IOException {
    Path first = write(folder.resolve("first.txt"), encoded(RECORDS));
    Path other = write(folder.resolve("other.txt"), encoded(RECORDS.subList(0, 2)));

    Table table = Sources.open(spec(first).withPath(other)).read();

    assertThat(valuesOf(table)).isEqualTo(RECORDS.subList(1, 2));
  }

  @Test
  default void acceptsAByteOrderMark(@TempDir Path folder) throws IOException {
    byte[] text = encoded(RECORDS);
    byte[] marked =
        Arrays.copyOf(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 3 + text.length);
    System.arraycopy(text, 0, marked, 3, text.length);

    Table table = Sources.open(spec(write(folder.resolve("rows.txt"), marked))).read();

    assertThat(table.columns()).isEqualTo(RECORDS.get(0));
  }

  @Test
  default void namesTheLinesThatAreNotUtf8(@TempDir Path folder) throws IOException {
    byte[] latin1 =
        new String(
                encoded(
                    List.of(
                        List.of("part", "text"), List.of("a", "plain"), List.of("b", "caf\u00e9"))),
                StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.ISO_8859_1);
    Path file = write(folder.resolve("rows.txt"), latin1);

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":3: byte ")
        .hasMessageContaining("(0xe9) is not UTF-8")
        .hasMessageEndingWith(
            "save the file as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 rows.txt");
  }

  @Test
  default void namesUtf16AndWorkbooksAsWhatTheyAre(@TempDir Path folder) throws IOException {
    for (Charset utf16 : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      String marked = "\uFEFF" + new String(encoded(RECORDS), StandardCharsets.UTF_8);
      Path file = write(folder.resolve("rows.txt"), marked.getBytes(utf16));

      assertThatThrownBy(() -> Sources.open(spec(file)).read())
          .isInstanceOf(UserException.class)
          .hasMessage(
              file
                  + ": is UTF-16, expected UTF-8\n"
                  + "    save the file as UTF-8, for example: iconv -f UTF-16 -t UTF-8 rows.txt");
    }
    Path workbook = folder.resolve("book.xlsx");
    try (ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(workbook))) {
      packed.putNextEntry(new ZipEntry("sheet.xml"));
      packed.write(
          new Random(1)
              .doubles(100)
              .mapToObj(Double::toString)
              .collect(Collectors.joining())
              .getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> Sources.open(spec(workbook)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("book.xlsx: is a ZIP archive or a spreadsheet, expected text");
  }

  @Test
  default void namesAMissingFileAndTheNearestOne(@TempDir Path folder) throws IOException {
    write(folder.resolve("reviews.txt"), encoded(RECORDS));
    Path file = folder.resolve("review.txt");

    assertThatThrownBy(() -> Sources.open(spec(file)).columns())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": does not exist\n    did you mean 'reviews.txt'?");
  }

  @Test
  default void refusesAFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> Sources.open(spec(folder)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(folder + ": is a folder, expected a file");
  }

  @Test
  default void refusesAnEmptyFile(@TempDir Path folder) throws IOException {
    Path file = write(folder.resolve("rows.txt"), new byte[0]);

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is empty\n    expected a header line with the columns' names");
  }

  @Test
  default void refusesAHeaderWithoutRows(@TempDir Path folder) throws IOException {
    Path file = write(folder.resolve("rows.txt"), encoded(RECORDS.subList(0, 1)));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": has a header (part, the text) but no rows");
  }

  @Test
  default void refusesColumnsWithoutANameOrWithTheSame(@TempDir Path folder) throws IOException {
    Path file =
        write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("a", "", "a", "b"), List.of("1", "2", "3", "4"))));
    String advice =
        "\n    give each column a name of its own; if this is no header, list the names under column_names (--columns of init)";

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
        write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("", "a", "b"), List.of("0", "x", "y"), List.of("7", "z", ""))));

    Source source = Sources.open(spec(file));

    assertThat(source.columns()).containsExactly("a", "b");
    assertThat(source.read().columns()).containsExactly("a", "b");
    assertThat(valuesOf(source.read())).containsExactly(List.of("x", "y"), List.of("z", ""));
  }

  @Test
  default void aFirstColumnOfOtherValuesNeedsAName(@TempDir Path folder) throws IOException {
    Path file =
        write(
            folder.resolve("rows.txt"),
            encoded(List.of(List.of("", "load"), List.of("2024-01-01", "3"))));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: column 1 has no name, and holds '2024-01-01'\n"
                + "    give it a name; only an index, whole numbers, may go without");
  }

  @Test
  default void listsTheFirstRowsOfAnotherWidthAndCountsThemAll(@TempDir Path folder)
      throws IOException {
    List<List<String>> records = new ArrayList<>(List.of(List.of("a", "b"), List.of("1", "2")));
    for (int i = 0; i < 7; i++) {
      records.add(List.of("1", "2", "3"));
    }
    Path file = write(folder.resolve("rows.txt"), encoded(records));

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file + ":3: 3 values, expected 2 (a, b)\n")
        .hasMessageContaining(file + ":7: 3 values, expected 2 (a, b)\n")
        .hasMessageNotContaining(":8:")
        .hasMessageContaining(file + ": 7 rows like these in all\n    ");
  }
}
