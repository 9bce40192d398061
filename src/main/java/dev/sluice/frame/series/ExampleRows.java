package dev.sluice.frame.series;

import dev.sluice.frame.NumberCells;
import dev.sluice.frame.Scale;
import dev.sluice.source.Table;
import dev.sluice.spec.PanelSpec;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Sample rows of one series that can be forecast, made up from what was learned: values around the
 * means, a known category, times one step apart.
 */
final class ExampleRows {
  private static final LocalDateTime ORIGIN = LocalDateTime.of(2024, 1, 1, 0, 0); // a Monday
  private static final double WAVE = 0.7; // of a row, so that no two rows are alike

  private final SeriesLayout layout;
  private final List<FittedCategory> categories;
  private final SeriesKey key;
  private final Map<String, Scale> scales = new HashMap<>(); // by column
  private final OptionalInt dayOfMonth;

  /**
   * @param member one series of the training part
   */
  ExampleRows(
      SeriesLayout layout,
      List<FittedCategory> categories,
      SeriesKey key,
      FittedMember member,
      OptionalInt dayOfMonth) {
    this.layout = layout;
    this.categories = categories;
    this.key = key;
    member.columns().forEach(column -> scales.put(column.name(), column.scale()));
    this.dayOfMonth = dayOfMonth;
  }

  /**
   * @param known the number of rows up to the cutoff
   */
  Table table(int known) {
    return layout.panel().flatMap(PanelSpec::wide).isPresent()
        ? wide(layout.panel().flatMap(PanelSpec::wide).get(), known)
        : steps(known);
  }

  private Table steps(int known) {
    List<String> columns = new ArrayList<>(layout.by());
    columns.addAll(timeColumns(layout));
    layout.columns().stream().filter(name -> !columns.contains(name)).forEach(columns::add);
    int rows = known + (layout.future().isEmpty() ? 0 : layout.windows().ahead());
    List<List<String>> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> times = times(row);
      List<String> ofRow = new ArrayList<>();
      for (String name : columns) {
        int by = layout.by().indexOf(name);
        int time = timeColumns(layout).indexOf(name);
        ofRow.add(
            by >= 0 ? key.values().get(by) : time >= 0 ? times.get(time) : cell(name, row, known));
      }
      cells.add(ofRow);
    }
    return Table.of(columns, cells);
  }

  /** The columns that hold the time in the file; none if rows are numbered. */
  static List<String> timeColumns(SeriesLayout layout) {
    return layout
        .timeParts()
        .map(TimeParts::columns)
        .or(() -> layout.timeColumn().map(List::of))
        .orElse(List.of());
  }

  private List<String> times(int row) {
    if (layout.timeColumn().isEmpty()) {
      return List.of();
    }
    Frequency frequency = layout.frequency().orElseThrow();
    LocalDateTime time = frequency.after(ORIGIN, row, dayOfMonth.orElse(1));
    boolean days = frequency.after(ORIGIN, 1, 1).toLocalTime().equals(ORIGIN.toLocalTime());
    TimeFormat format =
        TimeFormat.ofPattern(
            layout
                .time()
                .orElseThrow()
                .format()
                .orElse(days ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.SSS"));
    String label = format.print(time).replaceFirst("(:00)?\\.000$", "");
    return layout.timeParts().map(parts -> List.of(parts.cells(label))).orElse(List.of(label));
  }

  private String cell(String name, int row, int known) {
    int column = layout.columns().indexOf(name);
    if (row >= known && column < layout.pastColumns()) {
      return "";
    }
    int place = IntStream.of(layout.categories()).boxed().toList().indexOf(column);
    if (place >= 0) {
      return categories.get(place).values().get(0);
    }
    return NumberCells.cell(
        value(column, column < layout.firstStatic() ? row : 0), layout.decimal(column));
  }

  /** A value around the mean that the column's transform accepts. */
  private double value(int column, int row) {
    ColumnTransform transform = layout.transforms().get(column);
    Scale scale = scales.getOrDefault(layout.columns().get(column), Scale.NONE);
    double transformed = scale.invert(Math.sin(WAVE * (row + 1)) / 2);
    double value =
        transform.memory() == 0
            ? transform.invert(new double[] {transformed}, new double[] {0}, 0)[0]
            : transformed;
    return transform.accepts(value)
        ? value
        : transform.accepts(Math.rint(value)) ? Math.rint(value) : 1 + row % 2;
  }

  private Table wide(PanelSpec.Wide spec, int known) {
    List<String> columns = new ArrayList<>(List.of(spec.id()));
    List<String> cells = new ArrayList<>(List.of(key.values().get(0)));
    for (String pattern : spec.columns()) {
      for (String name : names(pattern, known)) {
        if (columns.size() <= known) {
          cells.add(cell(layout.targets().get(0), columns.size() - 1, known));
          columns.add(name);
        }
      }
    }
    return Table.of(columns, List.of(cells));
  }

  /** A name, or the first names that match a pattern. */
  private static List<String> names(String pattern, int most) {
    String begin = pattern.replaceFirst("(\\*|\\d+\\.\\..*)$", "");
    String first = pattern.replaceFirst("^.*?(\\d+)\\.\\..*$", "$1");
    return begin.equals(pattern)
        ? List.of(pattern)
        : IntStream.range(0, most)
            .map(i -> i + (first.matches("\\d{1,9}") ? Integer.parseInt(first) : 1))
            .mapToObj(i -> begin + i)
            .toList();
  }
}
