package dev.sluice.source;

import dev.sluice.spec.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads tab-separated values: a line is a record, and there is no quoting. */
final class TsvSource implements Source {
  private static final String LIMITS = "data.source.tsv.limits";

  private final SourceSpec.Tsv spec;
  private final Optional<byte[]> text; // instead of the file

  TsvSource(SourceSpec.Tsv spec) {
    this(spec, Optional.empty());
  }

  /**
   * @param text read instead of the file, whose path is its name in messages
   */
  TsvSource(SourceSpec.Tsv spec, Optional<byte[]> text) {
    this.spec = spec;
    this.text = text;
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
    new TextFile(spec.path(), spec.limits(), LIMITS)
        .read(
            text,
            "",
            characters -> {
              parse(characters, records, most);
              return records;
            });
  }

  private void parse(BufferedReader characters, Records records, int most) throws IOException {
    ValueLimits limits = new ValueLimits(spec.path(), spec.limits(), LIMITS);
    long number = 1;
    for (String line = characters.readLine();
        line != null && !(records.hasColumns() && records.size() >= most);
        line = characters.readLine(), number++) {
      if (line.isEmpty()) {
        records.addBlankLine(number);
      } else {
        String[] values = line.split("\t", -1);
        for (int i = 0; i < values.length; i++) {
          limits.check(number, i, values[i].length());
        }
        records.add(number, values);
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
