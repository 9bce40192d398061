package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several series in one file, one below the other or interleaved: times occur more than once, and
 * the values of some columns tell the series apart.
 *
 * @param whole all rows
 * @param by the fewest columns that tell them apart
 * @param series each by itself, its rows in the order of the file
 * @param sorted whether the rows of each series are in time order
 * @param twice rows whose series has an earlier row of the same time
 */
record LongPanel(
    TableDraft whole, List<ColumnProfile> by, List<TableDraft> series, boolean sorted, int twice)
    implements Panel {
  private static final int MOST_COLUMNS = 8; // columns to look at; at most two are combined
  private static final int ROWS_FOR_EACH_TWICE = 20; // more are no mistakes of single rows

  /**
   * The one or two columns that tell the series apart. Names are tried before codes, first ones
   * before later ones. If none tells all rows of a time apart, the one that fails for the fewest
   * rows is taken, so that the question is about these rows.
   *
   * @return empty if no time occurs twice, or nothing tells its rows apart
   */
  static Optional<LongPanel> of(TableDraft whole, List<ColumnProfile> targets) {
    Optional<ColumnProfile> time = time(whole);
    if (time.isEmpty()) {
      return Optional.empty();
    }
    List<ColumnProfile> columns =
        whole.columns().stream()
            .filter(column -> column.missing() == 0 && !targets.contains(column))
            .filter(column -> mayName(column, whole.table().size()))
            .sorted(Comparator.comparing(ColumnProfile::holdsNumbers))
            .limit(MOST_COLUMNS)
            .toList();
    Stream<List<ColumnProfile>> pairs =
        IntStream.range(0, columns.size())
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(i + 1, columns.size())
                        .mapToObj(j -> List.of(columns.get(i), columns.get(j))));
    List<LongPanel> panels = new ArrayList<>();
    for (List<ColumnProfile> by : Stream.concat(columns.stream().map(List::of), pairs).toList()) {
      Optional<LongPanel> panel = of(whole, time.get(), by);
      if (panel.filter(found -> found.twice() == 0).isPresent()) {
        return panel;
      }
      panel.ifPresent(panels::add);
    }
    return panels.stream().min(Comparator.comparing(LongPanel::twice));
  }

  /** Whether a column can be the name of a series: words that are repeated, or a few numbers. */
  private static boolean mayName(ColumnProfile column, int rows) {
    boolean words = column.is(Kind.ID) && !column.holdsNumbers();
    return column.mayBeClass() || words && column.written().size() * 2 <= rows;
  }

  /** A column that certainly holds times, some of which occur twice. */
  private static Optional<ColumnProfile> time(TableDraft whole) {
    List<ColumnProfile> times =
        whole
            .wishes()
            .time()
            .map(name -> whole.columns().stream().filter(c -> c.name().equals(name)).toList())
            .orElseGet(() -> whole.of(Kind.TIME));
    return times.stream()
        .filter(time -> times.size() == 1 && time.missing() == 0 && time.readings().size() == 1)
        .filter(time -> time.readings().get(0).firstTwice().isPresent())
        .findFirst();
  }

  private static Optional<LongPanel> of(
      TableDraft whole, ColumnProfile time, List<ColumnProfile> by) {
    Map<List<String>, Set<String>> times = new LinkedHashMap<>();
    Map<List<String>, List<Integer>> rows = new LinkedHashMap<>();
    int twice = 0;
    for (int row = 0; row < whole.table().size(); row++) {
      int at = row;
      List<String> key = by.stream().map(column -> whole.value(at, column)).toList();
      if (!times.computeIfAbsent(key, k -> new TreeSet<>()).add(whole.value(row, time))
          && ++twice * ROWS_FOR_EACH_TWICE > whole.table().size()) {
        return Optional.empty();
      }
      rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<TableDraft> series =
        rows.values().stream()
            .map(some -> whole.ofRows(some.stream().mapToInt(Integer::intValue).toArray()))
            .toList();
    boolean sorted =
        series.stream().allMatch(one -> one.named(time.name(), "").readings().get(0).ascends());
    return Optional.of(new LongPanel(whole, by, series, sorted, twice));
  }

  /**
   * A config for all series, modelled on one of medium length.
   *
   * @throws dev.sluice.problem.UserException with the questions that one of the series raises
   */
  String text(List<ColumnProfile> targets) {
    List<SeriesDraft> drafts = series.stream().map(one -> draft(one, targets)).toList();
    int[] lengths = lengths();
    List<Integer> byLength =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparing(i -> lengths[i]))
            .toList();
    return drafts.get(byLength.get(byLength.size() / 2)).text();
  }

  private SeriesDraft draft(TableDraft one, List<ColumnProfile> targets) {
    return new SeriesDraft(
        one,
        targets.stream().map(target -> one.named(target.name(), "")).toList(),
        new TimeChoice(one),
        Optional.of(this));
  }

  @Override
  public int[] lengths() {
    return series.stream().mapToInt(one -> one.table().size()).toArray();
  }

  @Override
  public String spec() {
    return "by: " + Yaml.list(by.stream().map(ColumnProfile::name).toList());
  }

  @Override
  public boolean all(ColumnProfile column, DoublePredicate such) {
    int index = whole.indexOf(column);
    return IntStream.range(0, whole.table().size())
        .mapToObj(row -> whole.table().value(row, index).strip())
        .filter(ColumnProfile::isNumber)
        .mapToDouble(Double::parseDouble)
        .allMatch(such);
  }

  @Override
  public boolean isFull(ColumnProfile column) {
    return whole.named(column.name(), "").missing() == 0;
  }
}
