package dev.sluice.report;

import dev.sluice.run.CsvRows;
import dev.sluice.run.CsvRows.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * As much of the forecasts of a test part as a page can hold: actual values up to the last one, and
 * windows spread evenly over them, always including the last one. If there are several series, the
 * first.
 *
 * @param series what tells it from others, empty if there are none
 * @param columns that were forecast
 * @param times of the actual values, in order
 * @param actual column to values, one for each time; null where there is none
 * @param bounds the names of quantiles and ends of intervals
 * @param windows in order
 * @param allWindows how many the test part has
 */
record ForecastWindows(
    String series,
    List<String> columns,
    List<String> times,
    Map<String, List<Double>> actual,
    List<String> bounds,
    List<Window> windows,
    int allWindows) {

  private static final int MOST_VALUES = 20_000; // of either kind, some 10 bytes each on the page
  private static final int MOST_WINDOWS = 60;

  /**
   * @param cutoff the last time that the model saw
   * @param first index of the time of its first step
   * @param forecast column to values, one for each step
   * @param bounds column to name to values, one for each step
   */
  record Window(
      String cutoff,
      int first,
      Map<String, List<Double>> forecast,
      Map<String, Map<String, List<Double>>> bounds) {}

  static ForecastWindows read(Path predictions) {
    Extent extent = new Extent();
    CsvRows.read(predictions, extent::see);
    Content content = new Content(extent);
    CsvRows.read(predictions, content::see);
    return new ForecastWindows(
        String.join(", ", extent.series),
        List.copyOf(extent.columns),
        content.times,
        content.actual,
        extent.bounds,
        content.windows,
        extent.windows.size());
  }

  /** The content of the file. */
  private static final class Extent {
    private final Set<String> columns = new LinkedHashSet<>();
    private final Map<String, Integer> times = new LinkedHashMap<>(); // to their index
    private final List<Integer> windows = new ArrayList<>(); // index of each first time
    private List<String> series; // the first one's
    private List<String> bounds = List.of();
    private String cutoff = "";

    boolean holds(Row row) {
      List<String> upToCutoff = row.upTo("cutoff");
      List<String> ofRow = upToCutoff.subList(0, upToCutoff.size() - 1);
      series = series == null ? ofRow : series;
      return ofRow.equals(series);
    }

    void see(Row row) {
      if (!holds(row)) {
        return;
      }
      bounds = bounds.isEmpty() ? row.columnsAfter("forecast") : bounds;
      columns.add(row.text("column"));
      int time = times.computeIfAbsent(row.text("timestamp"), t -> times.size());
      if (!row.text("cutoff").equals(cutoff)) {
        cutoff = row.text("cutoff");
        windows.add(time);
      }
    }

    /** The index of the first time that the page holds. */
    int firstTime() {
      return Math.max(0, times.size() - MOST_VALUES / columns.size());
    }

    /** The indices of the windows that the page holds. */
    Set<Integer> chosen() {
      int last = windows.size() - 1;
      int first = 0;
      while (first < last && windows.get(first) < firstTime()) {
        first++;
      }
      int steps = times.size() - windows.get(last);
      long values = (long) steps * columns.size() * (1 + bounds.size());
      int many = (int) Math.min(MOST_WINDOWS, Math.max(1, MOST_VALUES / values));
      Set<Integer> chosen = new TreeSet<>(Set.of(last));
      for (int k = 1; k < many; k++) {
        chosen.add(last - (int) ((long) k * (last - first) / Math.max(1, many - 1)));
      }
      return chosen;
    }
  }

  /** The selected part of it. */
  private static final class Content {
    private final Extent extent;
    private final int firstTime;
    private final Set<Integer> chosen;
    private final List<String> times;
    private final Map<String, List<Double>> actual = new LinkedHashMap<>();
    private final List<Window> windows = new ArrayList<>();
    private String cutoff = "";
    private int window = -1;

    Content(Extent extent) {
      this.extent = extent;
      this.firstTime = extent.firstTime();
      this.chosen = extent.chosen();
      this.times = new ArrayList<>(extent.times.keySet()).subList(firstTime, extent.times.size());
      for (String column : extent.columns) {
        actual.put(column, new ArrayList<>(Collections.nCopies(times.size(), null)));
      }
    }

    void see(Row row) {
      if (!extent.holds(row)) {
        return;
      }
      int time = extent.times.get(row.text("timestamp")) - firstTime;
      String column = row.text("column");
      if (time >= 0) {
        actual
            .get(column)
            .set(time, row.text("actual").isEmpty() ? null : finite(row.number("actual")));
      }
      if (!row.text("cutoff").equals(cutoff)) {
        cutoff = row.text("cutoff");
        window++;
        if (chosen.contains(window)) {
          windows.add(new Window(cutoff, time, new LinkedHashMap<>(), new LinkedHashMap<>()));
        }
      }
      if (chosen.contains(window)) {
        Window last = windows.get(windows.size() - 1);
        last.forecast()
            .computeIfAbsent(column, c -> new ArrayList<>())
            .add(finite(row.number("forecast")));
        for (String bound : extent.bounds) {
          last.bounds()
              .computeIfAbsent(column, c -> new LinkedHashMap<>())
              .computeIfAbsent(bound, b -> new ArrayList<>())
              .add(finite(row.number(bound)));
        }
      }
    }

    private static Double finite(double value) {
      return Double.isFinite(value) ? Figures.rounded(value) : null; // JSON has no other numbers
    }
  }
}
