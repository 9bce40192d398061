package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class TsvSourceTest implements DelimitedSourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new SourceSpec.Tsv(file, Optional.empty());
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    return records.stream()
        .map(record -> String.join("\t", record))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void quotesAreOrdinaryCharacters() throws IOException {
    Path file = Files.writeString(folder.resolve("data.tsv"), "a\tb\n\"x\t\"y\"\n1\t\"\n");

    assertThat(SourceContract.valuesOf(Sources.open(spec(file)).read()))
        .containsExactly(List.of("\"x", "\"y\""), List.of("1", "\""));
  }

  @Test
  void countsLinesFromOneAndSkipsBlankOnesAtTheEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("data.tsv"), "0\tx\r\n1\ty\r\n\r\n\n");

    Table table =
        Sources.open(new SourceSpec.Tsv(file, Optional.of(List.of("label", "text")))).read();

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.line(1)).isEqualTo(2);
    assertThat(table.value(1, 1)).isEqualTo("y");
  }

  @Test
  void refusesALineWithAnotherNumberOfTabs() throws IOException {
    Path file = Files.writeString(folder.resolve("data.tsv"), "a\tb\n1\t2\n3\n4\t\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":3: 1 value, expected 2 (a, b)\n"
                + "    use the csv source with quotes for values that hold a tab");
  }

  @Test
  void takesAFirstLineOfSomeOfTheNamedColumnsAsAHeader() throws IOException {
    Path file = Files.writeString(folder.resolve("new.tsv"), "\ntext\nwho?\n\nwhere?\n");
    Source source = Sources.open(new SourceSpec.Tsv(file, Optional.of(List.of("label", "text"))));

    assertThat(source.columns()).containsExactly("text");
    assertThat(source.read().columns()).containsExactly("text");
    assertThat(SourceContract.valuesOf(source.read()))
        .containsExactly(List.of("who?"), List.of(""), List.of("where?"));
  }

  @Test
  void aFirstLineWithAnotherValueThanTheNamedColumnsIsARow() throws IOException {
    Path file = Files.writeString(folder.resolve("data.tsv"), "label\thello\nlabel\tlabel\n");
    Source source = Sources.open(new SourceSpec.Tsv(file, Optional.of(List.of("label", "text"))));

    assertThat(source.columns()).containsExactly("label", "text");
    assertThat(source.read().size()).isEqualTo(2);
  }

  @Test
  void tellsHowRowsWithoutSomeOfTheNamedColumnsAreRead() throws IOException {
    Path file = Files.writeString(folder.resolve("new.tsv"), "who?\n\nwhere?\n");
    SourceSpec spec = new SourceSpec.Tsv(file, Optional.of(List.of("label", "text")));

    assertThatThrownBy(() -> Sources.open(spec).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            %1$s:1: 1 value, expected 2 (label, text)
            %1$s:3: 1 value, expected 2 (label, text)
                use the csv source with quotes for values that hold a tab;
                or, if the file has only some of the columns, start it with a line of their names\
            """
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"row\"\ttext\tlabel", "Row\tTEXT\tLabel", "row \t text\tlabel"})
  void refusesAHeaderBelowTheNamesOfTheConfig(String header) throws IOException {
    List<String> names = List.of("row", "text", "label");
    Path file = Files.writeString(folder.resolve("data.tsv"), header + "\n0\tfine\tgood\n");

    assertThatThrownBy(() -> Sources.open(new SourceSpec.Tsv(file, Optional.of(names))).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1: is a header, but the columns have names already: row, text, label\n"
                + "    remove the line, or leave out column_names (--columns of init)");
  }

  @Test
  void aFirstRowThatIsLikeTheNamesInOneColumnIsARow() throws IOException {
    List<String> names = List.of("row", "text", "label");
    Path file = Files.writeString(folder.resolve("data.tsv"), "0\ttext\tlabel\n\t\tlabel\n");

    assertThat(Sources.open(new SourceSpec.Tsv(file, Optional.of(names))).read().size())
        .isEqualTo(2);
  }
}
