package dev.sluice.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads back what {@link CsvTable} wrote, row by row: predictions may be larger than the heap. */
public final class CsvRows {
  private CsvRows() {}

  /** One row. */
  public static final class Row {
    private final Path file;
    private final Map<String, Integer> columns; // name to index
    private final CsvRecord values;

    private Row(Path file, Map<String, Integer> columns, CsvRecord values) {
      this.file = file;
      this.columns = columns;
      this.values = values;
    }

    /**
     * @throws UserException if there is no such column
     */
    public String text(String column) {
      Integer index = columns.get(column);
      if (index == null) {
        throw damaged(file, "it has no column '" + column + "'", null);
      }
      return values.getField(index);
    }

    /** The values of all columns up to and including this one; all if there is no such column. */
    public List<String> upTo(String column) {
      Integer index = columns.get(column);
      return index == null ? values.getFields() : values.getFields().subList(0, index + 1);
    }

    /** The names of the columns after this one, in order; none if there is no such column. */
    public List<String> columnsAfter(String column) {
      Integer index = columns.get(column);
      return index == null
          ? List.of()
          : columns.entrySet().stream()
              .filter(entry -> entry.getValue() > index)
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList();
    }

    /**
     * @throws UserException if there is no such column, or its value is not a number
     */
    public double number(String column) {
      String text = text(column);
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        String where = "line %s: column '%s'".formatted(values.getStartingLineNumber(), column);
        throw damaged(file, "%s: '%s' is not a number".formatted(where, text), e);
      }
    }
  }

  /**
   * Calls a function for each row, in order.
   *
   * @throws UserException if the file is not such a table
   */
  public static void read(Path file, Consumer<Row> each) {
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw damaged(file, "it is empty", null);
      }
      Map<String, Integer> columns = new HashMap<>();
      List<String> header = records.next().getFields();
      for (int i = 0; i < header.size(); i++) {
        columns.put(header.get(i), i);
      }
      while (records.hasNext()) {
        each.accept(new Row(file, columns, records.next()));
      }
    } catch (CsvParseException e) {
      throw damaged(file, e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new FileFailure("read", file, e.getCause());
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }

  private static UserException damaged(Path file, String why, Throwable cause) {
    return new UserException(
        Problem.inFile(file, "is damaged: " + why, "restore it, or run again"), cause);
  }
}
