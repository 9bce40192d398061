package dev.sluice.frame.series;

import dev.sluice.frame.Part;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.Windows.Placement;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One series or many, each split in time order, then fitted on the training part, then cut into
 * windows. A window belongs to the part that holds all its targets; its lookback may reach into the
 * part before.
 *
 * <p>Loading is plain arithmetic: it loads no class of ND4J.
 */
public final class SeriesDataset {
  private static final int LISTED = 5;
  private static final double FEWEST_OF_SERIES = 0.1; // that a warning is about

  private final SeriesPipeline pipeline;
  private final SeriesLayout layout;
  private final List<SplitSeries> members;
  private final List<String> skipped; // series that are too short
  private final Map<Part, SeriesExamples> examples = new EnumMap<>(Part.class);

  /** One of the series. */
  private record SplitSeries(SeriesKey key, Series series, RowChanges changes, SeriesSplit split) {
    int rows(Part part) {
      return split.end(part) - split.start(part);
    }

    /** The rows that exist but have no value in a column. */
    BitSet filled(int column, boolean segments) {
      BitSet filled = (BitSet) series.filled().get(column).clone();
      if (segments) {
        filled.andNot(changes.inserted());
      }
      return filled;
    }

    LocalDateTime time(int row) {
      return series.axis() instanceof TimeAxis.Timed timed ? timed.time(row) : LocalDateTime.MIN;
    }
  }

  private SeriesDataset(
      SeriesPipeline pipeline,
      SeriesLayout layout,
      List<SplitSeries> members,
      List<String> skipped) {
    this.pipeline = pipeline;
    this.layout = layout;
    this.members = members;
    this.skipped = skipped;
    List<SeriesExamples.Member> windows =
        members.stream().map(m -> pipeline.example(m.key(), m.series(), Placement.NONE)).toList();
    for (Part part : Part.values()) {
      List<SeriesExamples.Member> ofPart = new ArrayList<>();
      for (int i = 0; i < windows.size(); i++) {
        ofPart.add(windows.get(i).with(placement(layout, members.get(i).split(), part)));
      }
      examples.put(part, new SeriesExamples(layout, ofPart, true));
    }
  }

  /**
   * Parses, splits, fits and places windows.
   *
   * @param spec with series input and a forecast as target
   * @param rows of {@code spec.source()}
   * @throws UserException with all problems of the config or, failing those, of the rows
   */
  public static SeriesDataset load(DataSpec spec, Table rows) {
    return load(spec, rows, opening(spec));
  }

  private static Function<Path, Table> opening(DataSpec spec) {
    return path -> Sources.newRows(spec.source(), path);
  }

  /** The same with all rows in the training part. */
  public static SeriesDataset loadAll(DataSpec spec, Table rows) {
    return load(spec, rows, opening(spec), SeriesSplit::withoutParts);
  }

  /**
   * @param opened reads a file that a part of the split names
   */
  static SeriesDataset load(DataSpec spec, Table rows, Function<Path, Table> opened) {
    return load(spec, rows, opened, UnaryOperator.identity());
  }

  private static SeriesDataset load(
      DataSpec spec,
      Table rows,
      Function<Path, Table> opened,
      UnaryOperator<SeriesSplit> division) {
    List<Problem> problems = new ArrayList<>();
    Optional<Table> validation =
        spec.split().validation().flatMap(SplitSpec.Part::file).map(opened);
    Optional<Table> test = spec.split().test().flatMap(SplitSpec.Part::file).map(opened);
    List<Table> given = new ArrayList<>(List.of(rows));
    validation.ifPresent(given::add);
    test.ifPresent(given::add);
    SeriesLayout layout = SeriesLayout.of(spec, TextColumns.of(spec, given), problems);
    if (layout.hasWideRows() && !problems.isEmpty()) {
      throw new UserException(problems);
    }
    CategoryCodes codes = CategoryCodes.unfitted();
    List<SeriesRows> read =
        SeriesReader.ofData(layout, codes)
            .read(given.stream().map(layout::steps).toList(), problems);
    List<Optional<SeriesSplit>> splits = new ArrayList<>();
    Set<Problem> ofSplits = new LinkedHashSet<>();
    for (SeriesRows series : read) {
      List<Problem> own = new ArrayList<>();
      List<Table> tables =
          series.timeline().tables(); // source, validation, test; the last two if named
      int last = tables.size() - 1;
      splits.add(
          SeriesSplit.of(
                  spec.split(),
                  tables.get(0),
                  series.axis(),
                  validation.isPresent() ? tables.get(1).size() : 0,
                  test.isPresent() ? tables.get(last).size() : 0,
                  layout.panel().isPresent(),
                  own)
              .map(division));
      ofSplits.addAll(own);
    }
    problems.addAll(ofSplits);
    List<String> skipped = new ArrayList<>();
    List<SplitSeries> members = new ArrayList<>();
    if (!read.isEmpty() && splits.stream().allMatch(Optional::isPresent)) {
      PartLengths lengths = new PartLengths(layout);
      for (int i = 0; i < read.size(); i++) {
        SeriesRows series = read.get(i);
        SeriesSplit split = splits.get(i).get();
        if (lengths.see(series.key(), split, series.stretches(layout)) && problems.isEmpty()) {
          members.add(
              new SplitSeries(
                  series.key(),
                  series.filled(layout, split.trainingEnd()),
                  series.changes(),
                  split));
        }
      }
      problems.addAll(lengths.problems());
      skipped = lengths.tooShort();
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    List<FittedCategory> categories =
        codes.fit(
            layout,
            members.stream().map(SplitSeries::series).toList(),
            members.stream().mapToInt(m -> m.split().trainingEnd()).toArray(),
            problems);
    Map<SeriesKey, Series> training = new LinkedHashMap<>();
    members.forEach(m -> training.put(m.key(), m.series().before(m.split().trainingEnd())));
    checkCalendar(layout, training.values(), problems);
    checkHolidays(layout, training.values(), problems);
    Optional<SeriesPipeline> pipeline = SeriesPipeline.fit(layout, categories, training, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    SeriesDataset dataset = new SeriesDataset(pipeline.orElseThrow(), layout, members, skipped);
    dataset.checkStretches(problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return dataset;
  }

  /** Whether a part has rows, but gaps in every window. */
  private void checkStretches(List<Problem> problems) {
    for (Part part : Part.values()) {
      boolean windows =
          members.stream().anyMatch(m -> placement(layout, m.split(), part).count() > 0);
      if (windows && examples(part).size() == 0) {
        problems.add(
            Problem.atKey(
                part == Part.TRAINING ? "data.time.gaps" : "data.split." + nameOf(part),
                "no window of %s fits between the gaps: %s needs %s rows"
                    .formatted(nameOf(part), layout.arithmetic(), layout.rowsOfWindow()),
                "reduce lookback or horizon, or set data.time.gaps: insert"));
      }
    }
  }

  private static void checkCalendar(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    for (int i = 0; i < layout.calendar().size(); i++) {
      Calendar part = layout.calendar().get(i);
      if (training.stream().allMatch(series -> isConstant(part, series))) {
        String name = part.name().toLowerCase(Locale.ROOT);
        problems.add(
            Problem.atKey(
                "data.input.series.calendar[" + i + "]",
                "'%s' is the same in all %s training rows, which are %s apart"
                    .formatted(
                        name,
                        training.stream().mapToInt(Series::size).sum(),
                        layout.frequency().orElseThrow()),
                "remove it"));
      }
    }
  }

  /** Warns if the days of the config are in some training rows, but not in all. */
  private static void checkHolidays(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    if (layout.holidays().isEmpty()) {
      return;
    }
    Holidays holidays = new Holidays(layout.holidays().get());
    double[] days =
        training.stream()
            .flatMapToDouble(
                s -> Arrays.stream(holidays.of((TimeAxis.Timed) s.axis(), s.size())[0]))
            .toArray();
    if (Scale.isConstant(days)) {
      problems.add(
          Problem.atKey(
              "data.input.series.holidays.dates",
              "%s of the %s training rows is on one of these days: nothing to learn"
                  .formatted(days[0] == 0 ? "none" : "each", days.length),
              days[0] == 0
                  ? "list the days of earlier years as well, or write 12-25 for every year"
                  : "remove it"));
    }
  }

  private static boolean isConstant(Calendar part, Series series) {
    TimeAxis.Timed axis = (TimeAxis.Timed) series.axis();
    double first = CalendarPhase.of(part, axis.time(0));
    int row = 1;
    while (row < series.size() && CalendarPhase.of(part, axis.time(row)) == first) {
      row++;
    }
    return row == series.size();
  }

  private static Placement placement(SeriesLayout layout, SeriesSplit split, Part part) {
    if (part == Part.TRAINING) {
      return layout.windows().within(layout.memory(), split.trainingEnd(), layout.stride());
    }
    return split.start(part) == split.end(part)
        ? Placement.NONE
        : layout.windows().forecasting(split.start(part), split.end(part));
  }

  /** What was learned from the training part. */
  public SeriesPipeline pipeline() {
    return pipeline;
  }

  /** The windows of a part; none if the split has no such part. */
  public SeriesExamples examples(Part part) {
    return examples.get(part);
  }

  /** Times, rows and windows by part, then how the columns are read. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      List<SplitSeries> there = members.stream().filter(m -> m.rows(part) > 0).toList();
      if (!there.isEmpty()) {
        parts.put(nameOf(part), summary(part, there));
      }
    }
    summary.put("parts", parts);
    layout
        .panel()
        .ifPresent(
            panel -> {
              summary.put("series", members.size());
              summary.put("series_by", panel.names());
              summary.put("series_scale", panel.scale().name().toLowerCase(Locale.ROOT));
              if (!skipped.isEmpty()) {
                summary.put("skipped_series", skipped.size());
                summary.put("skipped", first(skipped));
              }
            });
    count(summary, "moved", m -> m.changes().moved());
    int dropped = members.stream().mapToInt(m -> m.changes().dropped()).sum();
    if (dropped > 0) {
      summary.put("duplicate_rows", dropped);
      summary.put("duplicates", listed(m -> m.changes().joined()));
    }
    count(summary, layout.segments() ? "absent" : "inserted", m -> m.changes().inserted());
    if (layout.segments()) {
      summary.put(
          "stretches",
          members.stream().mapToInt(m -> m.series().stretches().count(m.series().size())).sum());
    }
    pipeline.frequency().ifPresent(frequency -> summary.put("frequency", frequency));
    summary.put("season", pipeline.season());
    summary.put("lookback", layout.windows().lookback());
    summary.put("gap", layout.windows().gap());
    summary.put("horizon", layout.windows().horizon());
    summary.put("stride", layout.stride());
    summary.put("targets", layout.targets());
    summary.put("past_covariates", layout.covariates());
    if (!layout.future().isEmpty()) {
      summary.put("future_covariates", layout.future());
    }
    if (!layout.statics().isEmpty()) {
      summary.put("static", layout.statics());
    }
    layout.embedding().ifPresent(size -> summary.put("series_embedding", size));
    if (!layout.lags().isEmpty()) {
      summary.put("lags", layout.lags());
    }
    summary.put(
        "calendar",
        layout.calendar().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
    if (layout.examplesOfWindow() > 1) {
      summary.put("channels", "independent");
    }
    if (layout.decodesRecursively()) {
      summary.put("decoding", "recursive");
    }
    layout.holidays().ifPresent(days -> summary.put("holidays", days.dates()));
    summary.put("window_scale", Kinds.installed().nameOf(layout.windowScale()));
    Map<String, Object> scales = new LinkedHashMap<>();
    for (int i = 0; i < layout.columns().size(); i++) {
      scales.put(layout.columns().get(i), column(i));
    }
    summary.put("columns", scales);
    return summary;
  }

  private Map<String, Object> summary(Part part, List<SplitSeries> there) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (layout.panel().isPresent()) {
      entry.put("series", there.size());
    }
    entry.put("rows", there.stream().mapToInt(m -> m.rows(part)).sum());
    if (layout.panel().isEmpty() || layout.timeColumn().isPresent()) {
      SplitSeries first =
          Collections.min(there, Comparator.comparing(m -> m.time(m.split().start(part))));
      SplitSeries last =
          Collections.max(there, Comparator.comparing(m -> m.time(m.split().end(part) - 1)));
      entry.put("from", first.series().axis().label(first.split().start(part)));
      entry.put("to", last.series().axis().label(last.split().end(part) - 1L));
    }
    entry.put("windows", examples(part).size());
    return entry;
  }

  private Map<String, Object> column(int i) {
    Map<String, Object> entry = new LinkedHashMap<>();
    Optional<FittedCategory> category = pipeline.category(i);
    if (category.isPresent()) {
      entry.put("categories", category.get().values().size());
      entry.put("most_frequent", first(category.get().values()));
    } else {
      layout
          .specs()
          .get(i)
          .transform()
          .ifPresent(t -> entry.put("transform", Kinds.installed().nameOf(t)));
      entry.put("scale", Kinds.installed().nameOf(layout.specs().get(i).scale()));
      pipeline
          .sharedScale(i)
          .ifPresent(
              scale -> {
                entry.put("shift", scale.shift());
                entry.put("divisor", scale.divisor());
              });
    }
    String missing = Kinds.installed().nameOf(layout.specs().get(i).missing());
    count(entry, layout.masks(i) ? "masked" : "filled", m -> m.filled(i, layout.segments()));
    if (entry.containsKey("masked") || entry.containsKey("filled")) {
      entry.put("missing", missing);
    }
    return entry;
  }

  /** How many rows were changed, and the first few of them; nothing if none was. */
  private void count(Map<String, Object> summary, String what, Function<SplitSeries, BitSet> rows) {
    int count = members.stream().mapToInt(m -> rows.apply(m).cardinality()).sum();
    if (count > 0) {
      summary.put(what + "_rows", count);
      summary.put(what, listed(rows));
    }
  }

  private List<String> listed(Function<SplitSeries, BitSet> rows) {
    return first(
        members.stream()
            .flatMap(
                m ->
                    rows.apply(m).stream()
                        .mapToObj(row -> m.key().before(m.series().axis().label(row))))
            .limit(LISTED + 1L)
            .toList());
  }

  private static List<String> first(List<String> names) {
    List<String> listed = new ArrayList<>(names.subList(0, Math.min(LISTED, names.size())));
    if (names.size() > LISTED) {
      listed.add("...");
    }
    return listed;
  }

  /** Warnings about what is allowed but rarely intended, found by looking at all rows. */
  public List<Warning> warnings() {
    Map<String, List<Found>> found = new LinkedHashMap<>(); // by the subject of each
    for (SplitSeries member : members) {
      for (SeriesCheck check : SeriesCheck.ALL) {
        for (Warning warning : check.look(layout, member.series(), member.split())) {
          found
              .computeIfAbsent(
                  warning.name() + warning.problem().path(), about -> new ArrayList<>())
              .add(new Found(member.key(), warning));
        }
      }
    }
    return found.values().stream()
        .filter(same -> same.size() >= FEWEST_OF_SERIES * members.size())
        .map(same -> together(same.get(0), same.size()))
        .toList();
  }

  private record Found(SeriesKey key, Warning warning) {}

  private Warning together(Found first, int count) {
    Warning warning = first.warning();
    return layout.panel().isEmpty()
        ? warning
        : new Warning(
            warning.check(),
            Problem.atKey(
                warning.problem().path(),
                "%s of %s series, such as %s: %s"
                    .formatted(count, members.size(), first.key(), warning.problem().what()),
                warning.problem().advice()),
            warning.why());
  }

  private static String nameOf(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
