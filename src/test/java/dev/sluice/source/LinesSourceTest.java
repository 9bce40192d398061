package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Lines.Documents;
import dev.sluice.spec.SourceSpec.TextLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesSourceTest implements TextSourceContract {
  private static final String PLAY = "First:\r\n  Speak.\r\n\r\n \t\nAll:\n\tSpeak, \u0085speak.\n";

  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return spec(file, Documents.LINE);
  }

  private static SourceSpec spec(Path file, Documents documents) {
    return new SourceSpec.Lines(file, documents, TextLimits.USUAL);
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of("text"), List.of("\u0130stanbul, \"Öl\""), List.of(""), List.of(" # spaces "));
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    return records.stream()
        .skip(1)
        .map(row -> row.get(0) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Table read(Documents documents) throws IOException {
    Path file = Files.writeString(folder.resolve("play.txt"), PLAY);
    return Sources.open(spec(file, documents)).read();
  }

  @Test
  void eachLineIsARowTheBlankOnesToo() throws IOException {
    assertThat(SourceContract.valuesOf(read(Documents.LINE)))
        .containsExactly(
            List.of("First:"),
            List.of("  Speak."),
            List.of(""),
            List.of(" \t"),
            List.of("All:"),
            List.of("\tSpeak, \u0085speak."));
  }

  @Test
  void blankLinesSeparateParagraphs() throws IOException {
    Table table = read(Documents.BLANK_LINE);

    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of("First:\n  Speak."), List.of("All:\n\tSpeak, \u0085speak."));
    assertThat(table.line(0)).isEqualTo(1);
    assertThat(table.line(1)).isEqualTo(5);
  }

  @Test
  void theWholeFileIsOneTextWithLineEndsAsOneCharacter() throws IOException {
    assertThat(SourceContract.valuesOf(read(Documents.FILE)))
        .containsExactly(List.of(PLAY.replace("\r\n", "\n")));
  }

  @Test
  void aFileWithoutATextIsEmpty() throws IOException {
    Path file = Files.writeString(folder.resolve("blank.txt"), "\n \n");

    assertThatThrownBy(() -> Sources.open(spec(file, Documents.BLANK_LINE)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is empty: it has no text");
  }

  @Test
  void refusesATextThatIsTooLongWhereItBegins() throws IOException {
    Path file = Files.writeString(folder.resolve("long.txt"), "ab\n\nabc\nde\n");
    for (Documents documents : List.of(Documents.BLANK_LINE, Documents.FILE)) {
      SourceSpec spec = new SourceSpec.Lines(file, documents, new TextLimits(100, 5, 2));

      assertThatThrownBy(() -> Sources.open(spec).read())
          .isInstanceOf(UserException.class)
          .hasMessage(
              file
                  + (documents == Documents.FILE ? ":1" : ":3")
                  + ": a text of more than 5 characters starts here\n"
                  + "    check that this is a text; if it is, raise data.source.lines.limits.text");
    }
  }
}
