package dev.sluice.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes predictions as CSV (RFC 4180) with a header, LF line ends and numbers as Java writes them:
 * the shortest that reads back the same.
 */
public final class CsvTable implements Closeable {
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final CsvWriter csv;
  private final boolean withoutFormulas;

  /**
   * @param out closed with this
   */
  public CsvTable(Writer out, List<String> columns) {
    this(out, false);
    row(columns);
  }

  /**
   * A table without a header yet.
   *
   * @param out closed with this
   * @param withoutFormulas whether an apostrophe is put before strings that a spreadsheet would
   *     run: those that begin with {@code = + - @}, a tab or a carriage return and are not numbers
   */
  public CsvTable(Writer out, boolean withoutFormulas) {
    this(out, ",", withoutFormulas);
  }

  /** The same with another character between fields. */
  public CsvTable(Writer out, String separator, boolean withoutFormulas) {
    this.csv =
        CsvWriter.builder()
            .fieldSeparator(separator.charAt(0))
            .lineDelimiter(LineDelimiter.LF)
            .build(out);
    this.withoutFormulas = withoutFormulas;
  }

  /**
   * @param values strings and numbers
   */
  public void row(List<?> values) {
    csv.writeRecord(values.stream().map(this::text).toList());
  }

  private String text(Object value) {
    String text = value.toString();
    boolean runs =
        withoutFormulas && FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    return runs ? "'" + text : text;
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
