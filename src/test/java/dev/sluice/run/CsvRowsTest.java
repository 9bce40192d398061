package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
  @TempDir Path folder;

  @Test
  void readsByTheNamesOfTheColumns() throws IOException {
    List<String> read = new ArrayList<>();

    CsvRows.read(
        file("row,p_a,b\n1,0.5,\"x,\"\"y\"\"\nz\"\n"),
        row -> read.add(row.text("b") + "|" + row.number("p_a") + "|" + row.text("row")));

    assertThat(read).containsExactly("x,\"y\"\nz|0.5|1");
  }

  @Test
  void saysWhereAFileIsDamaged() throws IOException {
    assertDamaged("", "it is empty");
    assertDamaged("row,p\n1,0.5\n2,half\n", "line 3: column 'p': 'half' is not a number");
    assertDamaged("row\n1\n", "it has no column 'p'");
  }

  private void assertDamaged(String text, String why) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> CsvRows.read(file, row -> row.number("p")))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is damaged: " + why + "\n    restore it, or run again");
  }

  @Test
  void aRowThatWasCutOffIsDamage() throws IOException {
    Path file = file("row,p\n1,0.5\n2");

    assertThatThrownBy(() -> CsvRows.read(file, row -> row.number("p")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": is damaged: ");
  }

  @Property(tries = 100)
  void whatIsWrittenIsReadAgain(
      @ForAll @NotEmpty List<@StringLength(max = 20) String> texts, @ForAll double number)
      throws IOException {
    Path file = Files.createTempFile("rows", ".csv");
    try {
      try (CsvTable csv = new CsvTable(Files.newBufferedWriter(file), List.of("text", "number"))) {
        texts.forEach(text -> csv.row(List.of(readable(text), number)));
      }
      List<String> read = new ArrayList<>();
      CsvRows.read(
          file,
          row -> {
            read.add(row.text("text"));
            assertThat(row.number("number")).isEqualTo(number);
          });

      assertThat(read).isEqualTo(texts.stream().map(CsvRowsTest::readable).toList());
    } finally {
      Files.delete(file);
    }
  }

  /** Half a surrogate pair is no text that UTF-8 could hold. */
  private static String readable(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("predictions.csv"), text);
  }
}
