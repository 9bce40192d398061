package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest implements DelimitedSourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new SourceSpec.Csv(file, ",", Optional.empty());
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    return records.stream()
        .map(
            record ->
                record.stream()
                    .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  private Table read(String text) throws IOException {
    return Sources.open(spec(file(text))).read();
  }

  @Test
  void quotedValuesHoldDelimitersQuotesAndLineEnds() throws IOException {
    Table table = read("id,text\n1,\"a, \"\"b\"\"\nc\"\n2,\"\"\n");

    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of("1", "a, \"b\"\nc"), List.of("2", ""));
    assertThat(table.line(0)).isEqualTo(2);
    assertThat(table.line(1)).isEqualTo(4); // record 1 takes lines 2 and 3
  }

  @Test
  void refusesADeviceInsteadOfWaitingForIt() {
    Path device = Path.of("/dev/zero");
    assumeThat(device).exists();

    assertThatThrownBy(() -> Sources.open(spec(device)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(device + ": is a device or a pipe, expected a file");
  }

  @Test
  void readsWindowsLineEndsAndAFileWithoutALastOne() throws IOException {
    assertThat(SourceContract.valuesOf(read("a,b\r\n1,2\r\n3,4")))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void leavesOutBlankLinesAtTheEnd() throws IOException {
    assertThat(read("a,b\n1,2\n\n\r\n\n").size()).isEqualTo(1);
  }

  @Test
  void leavesOutBlankLinesBetweenRecords() throws IOException {
    Table table = read("a,b\n1,2\n\n3,4\n\r\n5,6\n");

    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5", "6"));
    assertThat(table.line(2)).isEqualTo(6);
  }

  @Test
  void aLineOfSpacesIsBlank() throws IOException {
    assertThat(SourceContract.valuesOf(read("a,b\n1,2\n   \n3,4\n \n")))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void aBlankLineOfOneColumnIsAnEmptyValue() throws IOException {
    assertThat(SourceContract.valuesOf(read("text\na\n\nb\n\"\"\n\n")))
        .containsExactly(List.of("a"), List.of(""), List.of("b"), List.of(""));
  }

  @Test
  void readsAnotherDelimiter() throws IOException {
    Path file = file("a;b c\n1,5;x\n");

    Table table = Sources.open(new SourceSpec.Csv(file, ";", Optional.empty())).read();

    assertThat(table.columns()).containsExactly("a", "b c");
    assertThat(SourceContract.valuesOf(table)).containsExactly(List.of("1,5", "x"));
  }

  @Test
  void columnNamesStandInForAHeader() throws IOException {
    Path file = file("1,x\n2,y\n");
    Source source =
        Sources.open(new SourceSpec.Csv(file, ",", Optional.of(List.of("label", "text"))));

    assertThat(source.columns()).containsExactly("label", "text");
    assertThat(source.read().size()).isEqualTo(2);
    assertThat(source.read().line(0)).isEqualTo(1);
  }

  @Test
  void refusesColumnNamesGivenTwice() throws IOException {
    Path file = file("1,x\n");

    assertThatThrownBy(
            () ->
                Sources.open(new SourceSpec.Csv(file, ",", Optional.of(List.of("a", "a")))).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.source.csv.column_names: more than one column is named 'a'\n"
                + "    give each column a different name");
  }

  @Test
  void namesTheRecordWhoseQuoteIsNeverClosed() {
    assertThatThrownBy(() -> read("a,b\n1,2\n3,\"open\n5,6\n"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            folder.resolve("data.csv")
                + ":3: a double quote opens a value and is never closed\n"
                + "    close it, or put the value in quotes and write each quote inside it twice");
  }

  @Test
  void namesTheRecordWithTextAfterAQuote() {
    assertThatThrownBy(() -> read("a,b\n1,2\n\"x\"y,2\n"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(folder.resolve("data.csv") + ":3: cannot be read as CSV: ")
        .hasMessageEndingWith("write each double quote inside a quoted value twice");
  }

  @Test
  void pointsToTheTsvSourceWhereQuotesStandAmongTabs() throws IOException {
    Path tabs = Files.writeString(folder.resolve("rows.txt"), "a\tb\n\"x\"y\t2\n");
    Path commas = Files.writeString(folder.resolve("rows.tsv"), "a\tb\n\"x\"y\t2\n");

    for (SourceSpec spec :
        List.of(
            new SourceSpec.Csv(tabs, "\t", Optional.empty()),
            new SourceSpec.Csv(commas, ",", Optional.empty()))) {
      assertThatThrownBy(() -> Sources.open(spec).read())
          .isInstanceOf(UserException.class)
          .hasMessageEndingWith(
              "or, if quotes are ordinary characters here, choose the tsv source");
    }
  }

  @Test
  void keepsANulCharacterOfTheFile() throws IOException {
    assertThat(SourceContract.valuesOf(read("a\nx\n\0\ny\n")))
        .containsExactly(List.of("x"), List.of("\0"), List.of("y"));
  }

  @Test
  void refusesAFileNamedGzThatIsNotPacked() throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv.gz"), "a,b\n1,2\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": cannot be unpacked: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Row,TEXT,Label",
        "row , text,label",
        "'row',\u201Ctext\u201D,label",
        "\" row\",\"text\",\"label\"",
        "Label,Row,Text",
        "Text,Label"
      })
  void refusesAHeaderBelowTheNamesOfTheConfig(String header) throws IOException {
    List<String> names = List.of("row", "text", "label");
    Path file = Files.writeString(folder.resolve("data.csv"), header + "\n0,fine,good\n");

    assertThatThrownBy(() -> Sources.open(new SourceSpec.Csv(file, ",", Optional.of(names))).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: is a header, but the columns have names already: row, text, label\n"
                + "    remove the line, or leave out column_names (--columns of init)");
    if (header.split(",").length == 3) {
      assertThat(Sources.open(spec(file)).read().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",text,label", "Row,,Label"})
  void doesNotAdviseToKeepAHeaderThatNamesNotEachColumn(String header) throws IOException {
    List<String> names = List.of("row", "text", "label");
    Path file = Files.writeString(folder.resolve("data.csv"), header + "\n0,fine,good\n");

    assertThatThrownBy(() -> Sources.open(new SourceSpec.Csv(file, ",", Optional.of(names))).read())
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            ":1: is a header, but the columns have names already: row, text, label\n"
                + "    remove the line");
  }

  @Test
  void aFirstRowThatIsLikeTheNamesInOneColumnIsARow() throws IOException {
    List<String> names = List.of("row", "text", "label");
    Path file = Files.writeString(folder.resolve("data.csv"), "0,text,label\n,,label\n");

    assertThat(Sources.open(new SourceSpec.Csv(file, ",", Optional.of(names))).read().size())
        .isEqualTo(2);
  }
}
