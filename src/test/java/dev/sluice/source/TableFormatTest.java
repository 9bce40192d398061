package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New rows for a model that was trained on a file of some format. */
class TableFormatTest {
  private static final SourceSpec CSV = csv(",");
  private static final SourceSpec TSV =
      new SourceSpec.Tsv(Path.of("trained.tsv"), Optional.empty(), Limits.USUAL);
  private static final SourceSpec JSONL =
      new SourceSpec.Jsonl(
          Path.of("trained.jsonl"), Optional.of(List.of("text", "label")), Limits.USUAL);

  @TempDir Path folder;

  private static SourceSpec csv(String delimiter) {
    return new SourceSpec.Csv(Path.of("trained.csv"), delimiter, Optional.empty(), Limits.USUAL);
  }

  private List<String> firstRow(SourceSpec trained, String name, String content)
      throws IOException {
    Table rows = Sources.newRows(trained, Files.writeString(folder.resolve(name), content));
    assertThat(rows.columns()).containsExactly("text", "label");
    return rows.row(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          new.csv    ! text,label/so so,bad
          new.csv    ! text;label/so so;bad
          new.csv    ! text|label/so so|bad
          new.csv    ! text\tlabel/so so\tbad
          new.tsv    ! text\tlabel/so so\tbad
          new.TAB    ! text\tlabel/so so\tbad
          new.jsonl  ! {"text": "so so", "label": "bad"}
          new.ndjson ! {"text": "so so", "label": "bad"}
          new        ! text,label/so so,bad
          new.txt    ! text;label/so so;bad
          new.txt    ! text\tlabel/so so\tbad
          new.json   ! {"text": "so so", "label": "bad"}
          """)
  void anyModelOfTablesReadsAnyFormatOfTables(String name, String content) throws IOException {
    String text = content.replace("/", "\n").replace("\\t", "\t") + "\n";
    for (SourceSpec trained : List.of(CSV, csv(";"), TSV, JSONL)) {
      assertThat(firstRow(trained, name, text)).containsExactly("so so", "bad");
    }
  }

  @Test
  void aColumnWithASemicolonInItsNameIsOneColumn() throws IOException {
    Path file = Files.writeString(folder.resolve("new.csv"), "text; any\nfine\n");

    assertThat(Sources.newRows(CSV, file).columns()).containsExactly("text; any");
  }

  @Test
  void quotesAreThoseOfTheFormat() throws IOException {
    assertThat(firstRow(TSV, "new.csv", "text,label\n\"so, so\",bad\n"))
        .containsExactly("so, so", "bad");
    assertThat(firstRow(CSV, "new.tsv", "text\tlabel\n\"so\" so\tbad\n"))
        .containsExactly("\"so\" so", "bad");
  }

  @Test
  void rowsWithoutAHeaderKeepTheNamesOfTheConfig() throws IOException {
    SourceSpec named =
        new SourceSpec.Csv(
            Path.of("trained.csv"), ",", Optional.of(List.of("text", "label")), Limits.USUAL);

    assertThat(firstRow(named, "new.csv", "so so,bad\n")).containsExactly("so so", "bad");
    assertThat(firstRow(named, "new.csv", "so so;bad\n")).containsExactly("so so", "bad");
    assertThat(firstRow(named, "new.tsv", "so so\tbad\n")).containsExactly("so so", "bad");
    assertThat(firstRow(named, "new.jsonl", "{\"text\": \"so so\", \"label\": \"bad\"}"))
        .containsExactly("so so", "bad");
  }

  @Test
  void aNameLikeThatOfTheTrainingRowsMeansTheSourceOfTheConfig() throws IOException {
    SourceSpec lines =
        new SourceSpec.Lines(
            Path.of("trained.csv"), SourceSpec.Lines.Documents.LINE, SourceSpec.TextLimits.USUAL);
    Path file = Files.writeString(folder.resolve("new.csv"), "a,b\n1,2\n");

    assertThat(Sources.newRows(lines, file).columns()).containsExactly("text");
    assertThat(Sources.newRows(lines, file).size()).isEqualTo(2);
  }

  @Test
  void aModelOfAFolderOfTextsReadsATable() throws IOException {
    SourceSpec trained =
        new SourceSpec.Folder(Path.of("aclImdb"), Optional.empty(), SourceSpec.TextLimits.USUAL);

    assertThat(firstRow(trained, "new.csv", "text,label\nso so,bad\n"))
        .containsExactly("so so", "bad");
  }

  @Test
  void theLimitsOfTheConfigHoldForEveryFormat() throws IOException {
    Limits limits = new Limits(100, 50, 3, 10);
    SourceSpec trained = new SourceSpec.Csv(Path.of("trained.csv"), ",", Optional.empty(), limits);

    for (String name : List.of("new.csv", "new.tsv", "new.jsonl")) {
      Path file = folder.resolve(name);
      Files.writeString(file, "text\n");
      SourceSpec.OfTable source = (SourceSpec.OfTable) TableFormat.ofNewRows(trained, file);
      assertThat(source.limits()).isEqualTo(limits);
    }
  }
}
