package dev.sluice.source;

import dev.sluice.spec.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Reads tab-separated values: a line is a record, and nothing is quoted. */
final class TsvSource implements Source {
  private final SourceSpec.Tsv spec;

  TsvSource(SourceSpec.Tsv spec) {
    this.spec = spec;
  }

  @Override
  public List<String> columns() {
    Records records = emptyRecords();
    parse(records, 0);
    return records.columns();
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    Records records = emptyRecords();
    parse(records, most);
    return records.table("use the csv source with quotes for values that hold a tab");
  }

  private Records emptyRecords() {
    return new Records(spec.path(), spec.columnNames(), "data.source.tsv.column_names");
  }

  private void parse(Records records, int most) {
    new TextFile(spec.path())
        .read(
            "",
            characters -> {
              parse(characters, records, most);
              return records;
            });
  }

  private static void parse(BufferedReader characters, Records records, int most)
      throws IOException {
    long number = 1;
    for (String line = characters.readLine();
        line != null && !(records.hasColumns() && records.size() >= most);
        line = characters.readLine(), number++) {
      if (line.isEmpty()) {
        records.addBlankLine(number);
      } else {
        records.add(number, line.split("\t", -1));
      }
    }
  }

  /** Opens {@link SourceSpec.Tsv}. */
  public static final class Factory implements SourceFactory<SourceSpec.Tsv> {
    @Override
    public Class<SourceSpec.Tsv> spec() {
      return SourceSpec.Tsv.class;
    }

    @Override
    public Source open(SourceSpec.Tsv spec) {
      return new TsvSource(spec);
    }
  }
}
