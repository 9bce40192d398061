package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsvSourceTest implements SourceContract {
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
                + "    a value cannot hold a tab; use the csv source with quotes for such text");
  }
}
