package dev.sluice.frame.series;

import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.CategoriesSpec;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.HolidaysSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.PanelSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TimeSpec.Duplicates;
import dev.sluice.spec.TimeSpec.Gaps;
import dev.sluice.spec.TimeSpec.Order;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The `data` section of a series, from the least that a config must say. */
final class SpecBuilder {
  private static final Path AIRLINE = Path.of("data/airline-passengers.csv");

  private final List<String> targets;
  private final int lookback;
  private final int horizon;
  private int gap;
  private int stride = 1;
  private List<String> covariates = List.of();
  private List<String> future = List.of();
  private List<String> statics = List.of();
  private List<Integer> lags = List.of();
  private List<Calendar> calendar = List.of();
  private InputSpec.Series.Channels channels = InputSpec.Series.Channels.TOGETHER;
  private TargetSpec.Forecast.Decoding decoding = TargetSpec.Forecast.Decoding.DIRECT;
  private Optional<HolidaysSpec> holidays = Optional.empty();
  private WindowScaleSpec windowScale = new WindowScaleSpec.None();
  private final Map<String, ColumnSpec> columns = new LinkedHashMap<>();
  private Optional<String> timeColumn = Optional.empty();
  private Optional<List<String>> timeColumns = Optional.empty();
  private Optional<String> format = Optional.empty();
  private Optional<String> frequency = Optional.empty();
  private Order order = Order.ERROR;
  private Duplicates duplicates = Duplicates.ERROR;
  private Gaps gaps = Gaps.ERROR;
  private Optional<Integer> season = Optional.empty();
  private Optional<String> zone = Optional.empty();
  private Optional<PanelSpec> panel = Optional.empty();
  private Optional<SplitSpec.Part> validation = Optional.empty();
  private Optional<SplitSpec.Part> test = Optional.empty();

  private SpecBuilder(List<String> targets, int lookback, int horizon) {
    this.targets = targets;
    this.lookback = lookback;
    this.horizon = horizon;
  }

  static SpecBuilder forecasting(String target, int lookback, int horizon) {
    return new SpecBuilder(List.of(target), lookback, horizon);
  }

  static SpecBuilder forecasting(List<String> targets, int lookback, int horizon) {
    return new SpecBuilder(targets, lookback, horizon);
  }

  /** As config/airline.yaml, but in logarithms: 96 months train, 24 validate, 24 test. */
  static SpecBuilder airline() {
    return forecasting("passengers", 24, 12)
        .time("month", "1mo")
        .season(12)
        .column("passengers", new TransformSpec.Log(), new ScaleSpec.Standard())
        .calendar(Calendar.MONTH)
        .windowScale(new WindowScaleSpec.LastValue())
        .validation(rows(24))
        .test(rows(24));
  }

  static Table airlineTable() {
    return Sources.open(new SourceSpec.Csv(AIRLINE, ",", Optional.empty())).read();
  }

  /** Rows with one column more than {@code values}: an index that nobody reads. */
  static Table table(List<String> columns, int rows, IntFunction<List<String>> row) {
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(row.apply(i));
    }
    return Table.of(columns, all);
  }

  SpecBuilder gap(int rows) {
    gap = rows;
    return this;
  }

  SpecBuilder stride(int rows) {
    stride = rows;
    return this;
  }

  SpecBuilder covariates(String... names) {
    covariates = List.of(names);
    return this;
  }

  SpecBuilder future(String... names) {
    future = List.of(names);
    return this;
  }

  SpecBuilder statics(String... names) {
    statics = List.of(names);
    return this;
  }

  /** The least rows of a category that is not rare. */
  SpecBuilder categories(String name, int minCount, boolean empty) {
    return column(
        name,
        new ColumnSpec(
            List.of(),
            column(name).missing(),
            Optional.empty(),
            Optional.empty(),
            new ScaleSpec.Standard(),
            Optional.of(new CategoriesSpec(Optional.of(3), minCount, empty))));
  }

  SpecBuilder embedded(int size) {
    panel =
        panel.map(
            p ->
                new PanelSpec(
                    p.by(),
                    p.wide(),
                    p.scale(),
                    p.shortSeries(),
                    Optional.of(new PanelSpec.Embedding(size))));
    return this;
  }

  SpecBuilder lags(Integer... rows) {
    lags = List.of(rows);
    return this;
  }

  SpecBuilder holidays(int before, int after, String... dates) {
    holidays = Optional.of(new HolidaysSpec(List.of(dates), before, after));
    return this;
  }

  SpecBuilder calendar(Calendar... parts) {
    calendar = List.of(parts);
    return this;
  }

  SpecBuilder independentChannels() {
    channels = InputSpec.Series.Channels.INDEPENDENT;
    return this;
  }

  SpecBuilder recursive() {
    decoding = TargetSpec.Forecast.Decoding.RECURSIVE;
    return this;
  }

  SpecBuilder windowScale(WindowScaleSpec scale) {
    windowScale = scale;
    return this;
  }

  SpecBuilder column(String name, TransformSpec transform, ScaleSpec scale) {
    ColumnSpec old = column(name);
    return column(
        name,
        new ColumnSpec(
            old.missingValues(), old.missing(), old.number(), Optional.of(transform), scale));
  }

  SpecBuilder column(String name, ScaleSpec scale, String... missingValues) {
    ColumnSpec old = column(name);
    return column(
        name,
        new ColumnSpec(
            List.of(missingValues), old.missing(), old.number(), old.transform(), scale));
  }

  SpecBuilder column(String name, NumberSpec number) {
    ColumnSpec old = column(name);
    return column(
        name,
        new ColumnSpec(
            old.missingValues(), old.missing(), Optional.of(number), old.transform(), old.scale()));
  }

  SpecBuilder column(String name, MissingSpec missing) {
    ColumnSpec old = column(name);
    return column(
        name,
        new ColumnSpec(old.missingValues(), missing, old.number(), old.transform(), old.scale()));
  }

  private ColumnSpec column(String name) {
    return columns.getOrDefault(name, ColumnSpec.unspecified());
  }

  private SpecBuilder column(String name, ColumnSpec column) {
    columns.put(name, column);
    return this;
  }

  SpecBuilder time(String column, String frequency) {
    timeColumn = Optional.of(column);
    this.frequency = Optional.of(frequency);
    return this;
  }

  SpecBuilder timeOf(String frequency, String pattern, String... columns) {
    timeColumns = Optional.of(List.of(columns));
    this.frequency = Optional.of(frequency);
    return format(pattern);
  }

  SpecBuilder format(String pattern) {
    format = Optional.of(pattern);
    return this;
  }

  SpecBuilder order(Order order) {
    this.order = order;
    return this;
  }

  SpecBuilder duplicates(Duplicates duplicates) {
    this.duplicates = duplicates;
    return this;
  }

  SpecBuilder gaps(Gaps gaps) {
    this.gaps = gaps;
    return this;
  }

  SpecBuilder zone(String name) {
    zone = Optional.of(name);
    return this;
  }

  SpecBuilder season(int rows) {
    season = Optional.of(rows);
    return this;
  }

  private Optional<TimeSpec> time() {
    return timeColumn.isEmpty() && timeColumns.isEmpty() && season.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpec(
                timeColumn, timeColumns, format, frequency, order, duplicates, gaps, season, zone));
  }

  SpecBuilder by(String... columns) {
    panel =
        Optional.of(
            new PanelSpec(
                Optional.of(List.of(columns)),
                Optional.empty(),
                PanelSpec.Scaling.EACH,
                PanelSpec.Short.ERROR));
    return this;
  }

  SpecBuilder wide(String id, String... columns) {
    panel =
        Optional.of(
            new PanelSpec(
                Optional.empty(),
                Optional.of(new PanelSpec.Wide(id, List.of(columns))),
                PanelSpec.Scaling.EACH,
                PanelSpec.Short.ERROR));
    return this;
  }

  SpecBuilder scaledTogether() {
    panel =
        panel.map(p -> new PanelSpec(p.by(), p.wide(), PanelSpec.Scaling.GLOBAL, p.shortSeries()));
    return this;
  }

  SpecBuilder skippingShortSeries() {
    panel = panel.map(p -> new PanelSpec(p.by(), p.wide(), p.scale(), PanelSpec.Short.SKIP));
    return this;
  }

  SpecBuilder validation(SplitSpec.Part part) {
    validation = Optional.of(part);
    return this;
  }

  SpecBuilder test(SplitSpec.Part part) {
    test = Optional.of(part);
    return this;
  }

  static SplitSpec.Part rows(int count) {
    return SplitSpec.Part.rows(count);
  }

  static SplitSpec.Part share(double share) {
    return SplitSpec.Part.share(share);
  }

  static SplitSpec.Part from(String time) {
    return new SplitSpec.Part(
        Optional.empty(),
        Optional.empty(),
        Optional.of(time),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static SplitSpec.Part file(String path) {
    return new SplitSpec.Part(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Path.of(path)),
        Optional.empty(),
        Optional.empty());
  }

  static SplitSpec.Part where(String column, String value) {
    return SplitSpec.Part.where(column, value);
  }

  DataSpec build() {
    return new DataSpec(
        new SourceSpec.Csv(AIRLINE, ",", Optional.empty()),
        time(),
        panel,
        columns,
        new InputSpec.Series(
            lookback,
            covariates,
            future,
            statics,
            lags,
            calendar,
            holidays,
            windowScale,
            stride,
            channels),
        new TargetSpec.Forecast(
            targets,
            horizon,
            gap,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            decoding),
        new SplitSpec(validation, test, Optional.empty()));
  }
}
