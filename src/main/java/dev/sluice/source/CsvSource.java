package dev.sluice.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads RFC 4180 files: quoted values may contain delimiters, doubled quotes and line breaks. */
final class CsvSource implements Source {
  /** A sentinel record after the last line: an unclosed quote would swallow it. */
  private static final String END = "\0";

  private static final String LIMITS = "data.source.csv.limits";

  private final SourceSpec.Csv spec;
  private final Optional<byte[]> text; // instead of the file

  CsvSource(SourceSpec.Csv spec) {
    this(spec, Optional.empty());
  }

  /**
   * @param text read instead of the file, whose path is its name in messages
   */
  CsvSource(SourceSpec.Csv spec, Optional<byte[]> text) {
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
    return records.table(
        "put a value that holds the delimiter '%s' in double quotes".formatted(spec.delimiter()));
  }

  private Records emptyRecords() {
    return new Records(spec.path(), spec.columnNames(), "data.source.csv.column_names");
  }

  private void parse(Records records, int most) {
    new TextFile(spec.path(), spec.limits(), LIMITS)
        .read(
            text,
            "\n" + END,
            characters -> {
              parse(characters, records, most);
              return records;
            });
  }

  private void parse(BufferedReader characters, Records records, int most) throws IOException {
    ValueLimits limits = new ValueLimits(spec.path(), spec.limits(), LIMITS);
    Handler handler = new Handler(limits);
    boolean ended = false; // by the last record so far
    long endLine = 0;
    try (CsvReader<String[]> reader =
        CsvReader.builder()
            .fieldSeparator(spec.delimiter())
            .skipEmptyLines(false)
            .maxBufferSize(buffer(spec.limits().cell()))
            .allowExtraFields(true) // counted by Records, which lists all such rows
            .allowMissingFields(true)
            .build(handler, characters)) {
      for (String[] values : reader) {
        if (ended) { // a value of the file that only looked like the sentinel
          records.add(endLine, new String[] {END});
        }
        ended = values.length == 1 && values[0].equals(END);
        endLine = handler.line();
        if (ended) {
          continue;
        }
        if (handler.blank()) {
          records.addBlankLine(handler.line());
        } else {
          records.add(handler.line(), values);
        }
        if (records.hasColumns() && records.size() >= most) {
          return;
        }
      }
    } catch (CsvParseException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof UserException limit) {
        throw limit;
      }
      if (String.valueOf(cause.getMessage()).contains("maximum buffer size")) {
        throw limits.tooLong(handler.line(), "a value");
      }
      throw new UserException(
          Problem.inFile(
              spec.path(),
              handler.line(),
              "cannot be read as CSV: " + cause.getMessage(),
              "write each double quote inside a quoted value twice"
                  + (looksTabSeparated()
                      ? ";\nor, if quotes are ordinary characters here, choose the tsv source"
                      : "")),
          e);
    }
    if (!ended) {
      throw new UserException(
          Problem.inFile(
              spec.path(),
              handler.line(),
              "a double quote opens a value and is never closed",
              "close it, or put the value in quotes and write each quote inside it twice"));
    }
  }

  /**
   * The buffer size in characters: a power of two, as FastCSV requires, with room for a value that
   * consists of doubled quotes.
   */
  private static int buffer(int cell) {
    return Math.max(1 << 15, 2 * Integer.highestOneBit(2 * cell));
  }

  private boolean looksTabSeparated() {
    return spec.delimiter().equals("\t")
        || spec.path().toString().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?");
  }

  /** Passes on each record as an array. */
  private static final class Handler extends AbstractBaseCsvCallbackHandler<String[]> {
    private final ValueLimits limits;
    private final List<String> values = new ArrayList<>();
    private boolean blank;

    Handler(ValueLimits limits) {
      this.limits = limits;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      values.clear();
      blank = false;
    }

    @Override
    protected void handleField(
        int fieldIndex, char[] buffer, int offset, int length, boolean quoted) {
      limits.check(line(), fieldIndex, length);
      values.add(new String(buffer, offset, length));
    }

    @Override
    protected void handleEmpty() {
      blank = true;
    }

    @Override
    protected String[] buildRecord() {
      return values.toArray(new String[0]);
    }

    long line() {
      return getStartingLineNumber();
    }

    boolean blank() {
      return blank;
    }
  }

  /** Opens {@link SourceSpec.Csv}. */
  public static final class Factory implements SourceFactory<SourceSpec.Csv> {
    @Override
    public Class<SourceSpec.Csv> spec() {
      return SourceSpec.Csv.class;
    }

    @Override
    public Source open(SourceSpec.Csv spec) {
      return new CsvSource(spec);
    }
  }
}
