package dev.sluice.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes predictions as CSV (RFC 4180) with a header, LF line ends and numbers as Java writes them:
 * the shortest that reads back the same.
 */
public final class CsvTable implements Closeable {
  private final CsvWriter csv;

  /**
   * @param out closed with this
   */
  public CsvTable(Writer out, List<String> columns) {
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(columns);
  }

  /**
   * @param values strings and numbers
   */
  public void row(List<?> values) {
    csv.writeRecord(values.stream().map(Object::toString).toList());
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
