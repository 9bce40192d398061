package dev.sluice.frame.series;

import dev.sluice.frame.Part;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One series, split in time order, then fitted on the training part, then cut into windows. A
 * window belongs to the part that holds all its targets; its lookback may reach into the part
 * before.
 *
 * <p>Loading is plain arithmetic: it loads no class of ND4J.
 */
public final class SeriesDataset {
  private static final int LISTED = 5;

  private final SeriesPipeline pipeline;
  private final SeriesLayout layout;
  private final Series series;
  private final BitSet inserted; // rows that are in no file
  private final SeriesSplit split;
  private final Map<Part, SeriesExamples> examples = new EnumMap<>(Part.class);

  private SeriesDataset(
      SeriesPipeline pipeline,
      SeriesLayout layout,
      Series series,
      BitSet inserted,
      SeriesSplit split) {
    this.pipeline = pipeline;
    this.layout = layout;
    this.series = series;
    this.inserted = inserted;
    this.split = split;
    FeatureRows features = pipeline.features(series);
    for (Part part : Part.values()) {
      examples.put(part, pipeline.examples(series, features, placement(layout, split, part), true));
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
    return load(spec, rows, path -> Sources.open(spec.source().withPath(path)).read());
  }

  /**
   * @param opened reads a file that a part of the split names
   */
  static SeriesDataset load(DataSpec spec, Table rows, Function<Path, Table> opened) {
    List<Problem> problems = new ArrayList<>();
    SeriesLayout layout = SeriesLayout.of(spec, problems);
    Optional<Table> validation =
        spec.split().validation().flatMap(SplitSpec.Part::file).map(opened);
    Optional<Table> test = spec.split().test().flatMap(SplitSpec.Part::file).map(opened);
    List<Table> files = new ArrayList<>(List.of(rows));
    validation.ifPresent(files::add);
    test.ifPresent(files::add);
    Optional<SeriesRows> read = SeriesReader.ofData(layout).read(files, problems);
    Optional<SeriesSplit> split =
        read.flatMap(
            series -> {
              List<Table> tables =
                  series.tables(); // source, validation, test; the last two if named
              int last = tables.size() - 1;
              return SeriesSplit.of(
                  spec.split(),
                  tables.get(0),
                  series.axis(),
                  validation.isPresent() ? tables.get(1).size() : 0,
                  test.isPresent() ? tables.get(last).size() : 0,
                  problems);
            });
    split.ifPresent(s -> checkLengths(layout, s, problems));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    int trainingEnd = split.orElseThrow().trainingEnd();
    Series series = read.orElseThrow().filled(layout, trainingEnd);
    Series training = series.before(trainingEnd);
    checkCalendar(layout, training, problems);
    Optional<SeriesPipeline> pipeline = SeriesPipeline.fit(layout, training, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new SeriesDataset(
        pipeline.orElseThrow(), layout, series, read.get().inserted(), split.orElseThrow());
  }

  private static void checkLengths(SeriesLayout layout, SeriesSplit split, List<Problem> problems) {
    Windows windows = layout.windows();
    int needed = layout.memory() + windows.rows();
    int rows = split.trainingEnd();
    if (rows < needed) {
      int lookback = rows - (needed - windows.lookback());
      problems.add(
          Problem.atKey(
              "data.input.series.lookback",
              "%s needs %s training rows; found %s"
                  .formatted(SeriesPipeline.arithmetic(layout), needed, rows),
              lookback > 0
                  ? "reduce lookback to " + lookback + " or less"
                  : "reduce the horizon, or train on more rows"));
    }
    if (layout.season() > 1 && rows <= layout.season()) {
      problems.add(
          Problem.atKey(
              "data.time.season",
              "season %s needs at least %s training rows; found %s"
                  .formatted(layout.season(), layout.season() + 1, rows),
              ""));
    }
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      int size = split.end(part) - split.start(part);
      if (size > 0 && size < windows.horizon()) {
        String name = nameOf(part);
        problems.add(
            Problem.atKey(
                "data.split." + name,
                "%s has %s rows but horizon is %s: no window can be scored"
                    .formatted(name, size, windows.horizon()),
                "give it at least %s rows, or reduce the horizon".formatted(windows.horizon())));
      }
    }
  }

  private static void checkCalendar(SeriesLayout layout, Series training, List<Problem> problems) {
    for (int i = 0; i < layout.calendar().size(); i++) {
      Calendar part = layout.calendar().get(i);
      TimeAxis.Timed axis = (TimeAxis.Timed) training.axis();
      double first = CalendarPhase.of(part, axis.time(0));
      int row = 1;
      while (row < training.size() && CalendarPhase.of(part, axis.time(row)) == first) {
        row++;
      }
      if (row == training.size()) {
        String name = part.name().toLowerCase(Locale.ROOT);
        problems.add(
            Problem.atKey(
                "data.input.series.calendar[" + i + "]",
                "'%s' is the same in all %s training rows, which are %s apart"
                    .formatted(name, training.size(), layout.frequency().orElseThrow()),
                "remove it"));
      }
    }
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

  /** Times, rows and windows by part, then what the config makes of the columns. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      int rows = split.end(part) - split.start(part);
      if (rows > 0) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("rows", rows);
        entry.put("from", series.axis().label(split.start(part)));
        entry.put("to", series.axis().label(split.end(part) - 1L));
        entry.put("windows", examples(part).size());
        parts.put(nameOf(part), entry);
      }
    }
    summary.put("parts", parts);
    if (!inserted.isEmpty()) {
      summary.put("inserted_rows", inserted.cardinality());
      summary.put("inserted", listed(inserted));
    }
    pipeline.frequency().ifPresent(frequency -> summary.put("frequency", frequency));
    summary.put("season", pipeline.season());
    summary.put("lookback", layout.windows().lookback());
    summary.put("gap", layout.windows().gap());
    summary.put("horizon", layout.windows().horizon());
    summary.put("stride", layout.stride());
    summary.put("targets", layout.targets());
    summary.put("past_covariates", layout.covariates());
    summary.put(
        "calendar",
        layout.calendar().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
    summary.put("window_scale", Kinds.installed().nameOf(layout.windowScale()));
    Map<String, Object> scales = new LinkedHashMap<>();
    for (int i = 0; i < layout.columns().size(); i++) {
      Map<String, Object> entry = new LinkedHashMap<>();
      layout
          .specs()
          .get(i)
          .transform()
          .ifPresent(t -> entry.put("transform", Kinds.installed().nameOf(t)));
      entry.put("scale", Kinds.installed().nameOf(layout.specs().get(i).scale()));
      entry.put("shift", pipeline.columns().get(i).scale().shift());
      entry.put("divisor", pipeline.columns().get(i).scale().divisor());
      if (!series.filled().get(i).isEmpty()) {
        entry.put("missing", Kinds.installed().nameOf(layout.specs().get(i).missing()));
        entry.put("filled_rows", series.filled().get(i).cardinality());
        entry.put("filled", listed(series.filled().get(i)));
      }
      scales.put(layout.columns().get(i), entry);
    }
    summary.put("columns", scales);
    return summary;
  }

  private List<String> listed(BitSet rows) {
    List<String> labels =
        rows.stream()
            .limit(LISTED)
            .mapToObj(series.axis()::label)
            .collect(Collectors.toCollection(ArrayList::new));
    if (rows.cardinality() > LISTED) {
      labels.add("...");
    }
    return labels;
  }

  /** What is allowed and seldom meant, found by looking at all rows. */
  public List<Warning> warnings() {
    return SeriesCheck.ALL.stream()
        .flatMap(check -> check.look(layout, series, split).stream())
        .toList();
  }

  private static String nameOf(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
