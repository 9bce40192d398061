package dev.sluice.frame.series;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.SplitSpec;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the parts, in time order: rows before {@code trainingEnd} are for training, those
 * from there to before {@code validationEnd} for validation, the rest up to {@code rows} for test.
 */
record SeriesSplit(int trainingEnd, int validationEnd, int rows) {
  private static final String VALIDATION = "validation";
  private static final String TEST = "test";

  /** The same rows, all of them for training. */
  SeriesSplit withoutParts() {
    return new SeriesSplit(rows, rows, rows);
  }

  /** The first row of a part. */
  int start(Part part) {
    return switch (part) {
      case TRAINING -> 0;
      case VALIDATION -> trainingEnd;
      case TEST -> validationEnd;
    };
  }

  /** The row after the last one of a part. */
  int end(Part part) {
    return switch (part) {
      case TRAINING -> trainingEnd;
      case VALIDATION -> validationEnd;
      case TEST -> rows;
    };
  }

  /**
   * Applies the config to a series.
   *
   * @param main the table of `data.source`, the first rows of the series
   * @param validationRows the number of rows of validation's own file, which follow {@code main}; 0
   *     without one
   * @param testRows the number of rows of test's own file, which come last; 0 without one
   * @param oneOfMany whether a part may have no row of this series, or all
   * @param problems receives what cannot be split like this
   * @return empty if there are problems
   */
  static Optional<SeriesSplit> of(
      SplitSpec spec,
      Table main,
      TimeAxis axis,
      int validationRows,
      int testRows,
      boolean oneOfMany,
      List<Problem> problems) {
    int before = problems.size();
    int rows = main.size() + validationRows + testRows;
    if (spec.validation().filter(p -> p.file().isPresent()).isPresent()
        && spec.test().filter(p -> p.file().isEmpty()).isPresent()) {
      problems.add(
          Problem.atKey(
              "data.split.test",
              "validation is a file with rows after those of the source, and test must come after"
                  + " validation",
              "use a file for test, too, or take validation from the last rows of the source"));
      return Optional.empty();
    }
    Resolver resolver = new Resolver(main, axis, oneOfMany, problems);
    int testStart = resolver.start(spec.test(), TEST, testRows, rows);
    int validationStart = resolver.start(spec.validation(), VALIDATION, validationRows, testStart);
    if (!oneOfMany && problems.size() == before && validationStart < 1) {
      problems.add(
          Problem.atKey(
              "data.split", "leaves none of the " + main.size() + " rows for training", ""));
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new SeriesSplit(validationStart, testStart, rows));
  }

  private record Resolver(Table main, TimeAxis axis, boolean oneOfMany, List<Problem> problems) {

    /** The first row of a part that ends before {@code end}; {@code end} if there is no part. */
    int start(Optional<SplitSpec.Part> part, String name, int fileRows, int end) {
      if (part.isEmpty()) {
        return end;
      }
      if (part.get().file().isPresent()) {
        return end - fileRows;
      }
      if (part.get().rows().isPresent()) {
        return byCount(name, "rows", part.get().rows().get(), end);
      }
      if (part.get().share().isPresent()) {
        long count = Math.round(part.get().share().get() * main.size());
        return byCount(name, "share", count, end);
      }
      if (part.get().from().isPresent()) {
        return byTime(name, part.get().from().get(), end);
      }
      return byColumn(
          name, part.get().column().orElseThrow(), part.get().value().orElseThrow(), end);
    }

    private int byCount(String name, String key, long count, int end) {
      if (oneOfMany) {
        return (int) Math.max(0, end - count);
      }
      if (count == 0) {
        problem(name, key, "is less than one of " + main.size(), "use more");
      } else if (count >= end) {
        problem(
            name,
            key,
            "takes %s rows, and there are %s: none would be left for training"
                .formatted(count, end),
            "use fewer");
        return end;
      }
      return (int) (end - count);
    }

    private int byTime(String name, String from, int end) {
      if (!(axis instanceof TimeAxis.Timed timed)) {
        problem(name, "from", "the rows have no times", "use rows or share, or add data.time");
        return end;
      }
      Optional<LocalDateTime> time =
          timed.format().tryParse(from).or(() -> TimeFormat.parseIso(from));
      if (time.isEmpty()) {
        problem(
            name,
            "from",
            "'%s' is not a time of the form %s".formatted(from, timed.format()),
            "for example " + axis.label(Math.max(0, end - 1)));
        return end;
      }
      int row = 0;
      while (row < end && timed.time(row).isBefore(time.get())) {
        row++;
      }
      if (oneOfMany) {
        return row;
      }
      if (row == 0) {
        problem(
            name,
            "from",
            "%s is not after the first row (%s): none would be left for training"
                .formatted(from, axis.label(0)),
            "choose a later time");
        return end;
      }
      if (row == end) {
        problem(
            name,
            "from",
            end < main.size()
                ? "%s starts %s, but test starts %s: no row is left for %s"
                    .formatted(name, from, axis.label(end), name)
                : "%s is after the last row (%s)".formatted(from, axis.label(end - 1L)),
            "choose an earlier time");
      }
      return row;
    }

    private int byColumn(String name, String column, String value, int end) {
      int index = main.indexOf(column);
      if (index < 0) {
        problem(
            name,
            "column",
            "there is no column '" + column + "'",
            "columns of " + main.name() + ": " + Columns.listed(main.columns()));
        return end;
      }
      int first = 0;
      while (first < main.size() && !main.value(first, index).equals(value)) {
        first++;
      }
      if (first == main.size() && oneOfMany) {
        return end;
      }
      if (first == main.size()) {
        problem(name, "value", "no row has '%s' in '%s'".formatted(value, column), "");
        return end;
      }
      int last = first;
      while (last < main.size() && main.value(last, index).equals(value)) {
        last++;
      }
      for (int row = last; row < main.size(); row++) {
        if (main.value(row, index).equals(value)) {
          problem(
              name,
              "value",
              "the rows with '%s' in '%s' are not one block in time: rows %s to %s are between them"
                  .formatted(value, column, main.recordNumber(last), main.recordNumber(row - 1)),
              "a series is split in time order: training, then validation, then test");
          return end;
        }
      }
      int mainEnd = Math.min(end, main.size());
      if (last != mainEnd) {
        problem(
            name,
            "value",
            "the rows with '%s' in '%s' end with row %s (%s), and %s should end with row %s (%s)"
                .formatted(
                    value,
                    column,
                    main.recordNumber(last - 1),
                    axis.label(last - 1L),
                    name,
                    main.recordNumber(mainEnd - 1),
                    axis.label(mainEnd - 1L)),
            "a series is split in time order: training, then validation, then test");
        return end;
      }
      return first;
    }

    private void problem(String part, String key, String what, String advice) {
      problems.add(Problem.atKey("data.split." + part + "." + key, what, advice));
    }
  }
}
