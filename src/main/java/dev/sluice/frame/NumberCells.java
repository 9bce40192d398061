package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads numbers from cells of one file, and collects the cells that are not numbers. */
public final class NumberCells {
  private static final int DIGITS = 6;

  private final String file;
  private final Map<String, NumberSpec> forms;
  private final Map<String, NumberReader> readers = new HashMap<>(); // by column
  private final RowProblems blank;
  private final Map<String, RowProblems> unreadable = new LinkedHashMap<>(); // by their examples

  /**
   * @param forms by column how its numbers are written, if not plainly
   */
  public NumberCells(Table table, Map<String, NumberSpec> forms) {
    file = table.name();
    this.forms = forms;
    blank = new RowProblems(file);
  }

  /**
   * The number in a cell. If there is none, the result is 0, and the cell is added to the {@link
   * #problems}.
   *
   * @param line of the file
   */
  public double read(long line, String column, String cell) {
    String text = cell.strip();
    NumberReader numbers =
        readers.computeIfAbsent(
            column, name -> new NumberReader(Optional.ofNullable(forms.get(name))));
    OptionalDouble value = numbers.read(text);
    if (text.isEmpty()) {
      blank.add(line, "column '%s': no value".formatted(column));
    } else if (value.isEmpty()) {
      unreadable
          .computeIfAbsent(numbers.examples(), examples -> new RowProblems(file))
          .add(line, "column '%s': '%s' is not a number".formatted(column, text));
    }
    return value.orElse(0);
  }

  /**
   * A sample cell that holds a number, of six digits.
   *
   * @param decimal the decimal separator
   */
  public static String cell(double number, String decimal) {
    return new BigDecimal(number)
        .round(new MathContext(DIGITS))
        .stripTrailingZeros()
        .toPlainString()
        .replace(".", decimal);
  }

  /** The cells without a number. */
  public List<Problem> problems() {
    List<Problem> problems =
        new ArrayList<>(
            blank.problems(
                "fill them in, or leave the rows out; for sequences of different lengths, write a row for each step"));
    unreadable.forEach(
        (examples, rows) ->
            problems.addAll(rows.problems("correct the rows: write numbers like " + examples)));
    return problems;
  }
}
