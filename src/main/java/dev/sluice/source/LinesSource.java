package dev.sluice.source;

import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Lines.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Reads plain text: each line, each paragraph or the whole file is a text. */
final class LinesSource implements Source {
  private static final String LIMITS = "data.source.lines.limits";
  private static final List<String> COLUMNS = List.of("text");

  private final SourceSpec.Lines spec;

  LinesSource(SourceSpec.Lines spec) {
    this.spec = spec;
  }

  @Override
  public List<String> columns() {
    return file().read("", characters -> COLUMNS);
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    RowList rows = new RowList(spec.path(), COLUMNS);
    return file()
        .read(
            "",
            characters -> {
              if (spec.documents() == Documents.FILE) {
                String whole = text().read(characters);
                if (!whole.isEmpty()) {
                  rows.add(1, whole);
                }
              } else {
                parse(characters, rows, most);
              }
              return rows.table("", "no text");
            });
  }

  private TextFile file() {
    return new TextFile(spec.path(), spec.limits().ofFile(), LIMITS);
  }

  private void parse(BufferedReader characters, RowList rows, int most) throws IOException {
    boolean paragraphs = spec.documents() == Documents.BLANK_LINE;
    WholeText text = text();
    StringBuilder paragraph = new StringBuilder();
    long begin = 1;
    long number = 1;
    for (String line = characters.readLine();
        line != null && rows.size() < most;
        line = characters.readLine(), number++) {
      if (!paragraphs) {
        text.check(number, line.length());
        rows.add(number, line);
      } else if (!line.isBlank()) {
        begin = paragraph.isEmpty() ? number : begin;
        paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
        text.check(begin, paragraph.length());
      } else if (!paragraph.isEmpty()) {
        rows.add(begin, paragraph.toString());
        paragraph.setLength(0);
      }
    }
    if (!paragraph.isEmpty() && rows.size() < most) {
      rows.add(begin, paragraph.toString());
    }
  }

  private WholeText text() {
    return new WholeText(spec.path(), spec.limits().text(), LIMITS + ".text");
  }

  /** Opens {@link SourceSpec.Lines}. */
  public static final class Factory implements SourceFactory<SourceSpec.Lines> {
    @Override
    public Class<SourceSpec.Lines> spec() {
      return SourceSpec.Lines.class;
    }

    @Override
    public Source open(SourceSpec.Lines spec) {
      return new LinesSource(spec);
    }
  }
}
