package dev.sluice.task.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.Spread;
import dev.sluice.evaluate.baselines.SeriesBaselines;
import dev.sluice.evaluate.baselines.SeriesHistory;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.problem.Problem;
import dev.sluice.run.CsvTable;
import dev.sluice.run.SeriesPictures;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.IntervalSpec.Conformal;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.Rolling;
import dev.sluice.task.TrainingParts;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Forecasts in original units.
 *
 * @param head that of {@code spec}
 * @param pipeline scales and times, as learned from the training part
 * @param intervals as learned from the validation part
 */
record FittedForecast(
    TargetSpec.Forecast spec,
    Head head,
    SeriesPipeline pipeline,
    Optional<ConformalIntervals> intervals)
    implements FittedTarget<Forecast> {
  private static final int SHOWN_STEPS = 6;
  private static final int MOST_FITTED = 20; // series that baselines are fitted to unasked

  /** Before anything is learned from the validation part. */
  FittedForecast(TargetSpec.Forecast spec, SeriesPipeline pipeline) {
    this(spec, Head.of(spec), pipeline, Optional.empty());
  }

  private FittedForecast with(Optional<ConformalIntervals> found) {
    return new FittedForecast(spec, head, pipeline, found);
  }

  private Optional<Conformal> conformal() {
    return spec.intervals().map(Conformal.class::cast);
  }

  @Override
  public OutputShape shape() {
    return head.shape(spec, pipeline.columnsOfExample());
  }

  /** None: the target is also read as an input. */
  @Override
  public Collection<String> columns() {
    return List.of();
  }

  @Override
  public Labels labels(Frame frame) {
    return new WindowLabels(frame.as(SeriesExamples.class), head);
  }

  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    return Map.of();
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    return BeyondBounds.look(spec.bounds(), windows(parts.get(Part.TRAINING)));
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    int window = windows(training).windowOf(example);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("forecasts", windows(training).rowsForecast(window));
    double[][] actual = windows(training).actual(window);
    for (int column = 0; column < pipeline.targets().size(); column++) {
      if (!windows(training).holds(example, column)) {
        continue;
      }
      List<String> values = new ArrayList<>();
      for (int step = 0; step < Math.min(SHOWN_STEPS, actual.length); step++) {
        values.add(
            Double.isNaN(actual[step][column]) ? "none" : Double.toString(actual[step][column]));
      }
      if (actual.length > SHOWN_STEPS) {
        values.add("... (%s)".formatted(actual.length));
      }
      shown.put(pipeline.targets().get(column), values);
    }
    return shown;
  }

  static SeriesExamples windows(Examples examples) {
    return examples.frame().as(SeriesExamples.class);
  }

  @Override
  public List<Problem> faults(Map<Part, Examples> parts) {
    return conformal()
        .flatMap(asked -> ConformalIntervals.fault(asked, windows(parts.get(Part.VALIDATION))))
        .stream()
        .toList();
  }

  @Override
  public FittedForecast calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    Examples validation = parts.get(Part.VALIDATION);
    return with(
        conformal()
            .map(
                conformal -> {
                  double[][][] forecast = points(windows(validation), outputs.get());
                  clipping().clip(forecast);
                  return ConformalIntervals.of(conformal, windows(validation), forecast);
                }));
  }

  /** The half widths are in units of the network, and so follow the scales of a fit to all rows. */
  @Override
  public FittedForecast calibratedAs(FittedTarget<?> other) {
    return with(((FittedForecast) other).intervals);
  }

  @Override
  public Forecasts predictions(Examples labelled, float[][] outputs) {
    SeriesExamples windows = windows(labelled);
    double[][][] forecast = points(windows, outputs);
    long clipped = clipping().clip(forecast);
    WindowSpread spread = spread(windows, outputs, forecast);
    return forecasts(
        windows,
        windows.actual(),
        forecast,
        spread.spread(),
        new Forecasts.Clipped(clipped, spread.clipped()));
  }

  private Clipping clipping() {
    return new Clipping(spec.bounds());
  }

  /** The forecasts, original units, (windows, steps, columns). */
  private double[][][] points(SeriesExamples windows, float[][] outputs) {
    float[][] ofWindows = windows.ofWindows(outputs);
    double[][][] forecast = new double[windows.size()][][];
    for (int w = 0; w < forecast.length; w++) {
      forecast[w] = head.forecast(windows, w, ofWindows[w]);
    }
    return forecast;
  }

  private WindowSpread spread(SeriesExamples windows, float[][] outputs, double[][][] forecast) {
    return new WindowSpread(
        head, spec.levels(), intervals, clipping(), windows, windows.ofWindows(outputs), forecast);
  }

  @Override
  public Forecasts perfect(Examples labelled) {
    double[][][] actual = windows(labelled).actual();
    double[][][] forecast = windows(labelled).actual();
    for (double[][] window : forecast) {
      for (double[] step : window) {
        Arrays.setAll(step, c -> Double.isNaN(step[c]) ? 0 : step[c]); // which is not scored
      }
    }
    List<Spread.Quantile> quantiles =
        spec.levels().stream().map(level -> new Spread.Quantile(level, forecast)).toList();
    return forecasts(
        windows(labelled),
        actual,
        forecast,
        new Spread(quantiles, List.of()),
        Forecasts.Clipped.NONE);
  }

  private Forecasts forecasts(
      SeriesExamples windows,
      double[][][] actual,
      double[][][] forecast,
      Spread spread,
      Forecasts.Clipped clipped) {
    return new Forecasts(
        windows.columns(),
        actual,
        forecast,
        IntStream.range(0, windows.seriesCount())
            .mapToObj(
                series ->
                    new Forecasts.OfSeries(
                        String.join(", ", windows.seriesKey(series)),
                        windows.endWindow(series),
                        windows.seasonalChange(series),
                        windows.squaredSeasonalChange(series)))
            .toList(),
        spread,
        clipped,
        windows.stride());
  }

  /** Each series is forecast by itself. */
  @Override
  public Function<BaselineSpec, BaselineOutcome> baselines(
      EvaluationPlan plan,
      Supplier<Optional<Map<Part, Examples>>> parts,
      Examples scored,
      Predictions model,
      Patience patience) {
    TrainingParts training = new TrainingParts(parts);
    SeriesExamples windows = windows(scored);
    Forecasts all = model.as(Forecasts.class);
    return baseline ->
        SeriesBaselines.learns(baseline)
            ? !plan.named() && all.series().size() > MOST_FITTED
                ? new BaselineOutcome.Absent(
                    "it would be fitted to each of %s series; add it to evaluation.baselines to run it"
                        .formatted(all.series().size()))
                : training.learn(known -> learned(baseline, known, windows, all, plan, patience))
            : ofEach(
                all,
                series ->
                    new SeriesBaselines(history(windows, series), plan.season(), all.of(series))
                        .outcome(baseline));
  }

  private BaselineOutcome learned(
      BaselineSpec baseline,
      Map<Part, Examples> known,
      SeriesExamples scored,
      Forecasts model,
      EvaluationPlan plan,
      Patience patience) {
    SeriesExamples training = windows(known.get(Part.TRAINING));
    SeriesExamples validation = windows(known.get(Part.VALIDATION));
    return ofEach(
        model,
        series -> {
          List<String> key = scored.seriesKey(series);
          Optional<Integer> trained = training.seriesWith(key);
          if (trained.isEmpty()) {
            return new BaselineOutcome.Absent("series %s was not in training".formatted(key));
          }
          SeriesHistory history = history(training, trained.get());
          BaselineOutcome outcome =
              new SeriesBaselines(history(scored, series), plan.season(), model.of(series))
                  .learned(
                      baseline,
                      history,
                      validation
                          .seriesWith(key)
                          .map(place -> history(validation, place))
                          .orElseGet(() -> history(training, trained.get(), new int[0])),
                      plan.named(),
                      patience);
          return model.series().size() > 1 && outcome instanceof BaselineOutcome.Predicted predicted
              ? new BaselineOutcome.Predicted(predicted.predictions(), Optional.empty())
              : outcome; // of several fits none is named
        });
  }

  /**
   * The forecasts of all series, one after another, with the notes and of how many series each is;
   * absent if those of any series are.
   */
  private static BaselineOutcome ofEach(Forecasts model, IntFunction<BaselineOutcome> bySeries) {
    double[][][] forecast = new double[model.size()][][];
    Map<String, Integer> notes = new LinkedHashMap<>(); // and of how many series
    int window = 0;
    for (int series = 0; series < model.series().size(); series++) {
      BaselineOutcome outcome = bySeries.apply(series);
      if (model.series().size() == 1 || !(outcome instanceof BaselineOutcome.Predicted predicted)) {
        return outcome;
      }
      predicted.note().ifPresent(note -> notes.merge(note, 1, Integer::sum));
      for (double[][] steps : predicted.predictions().as(Forecasts.class).forecast()) {
        forecast[window++] = steps;
      }
    }
    return new BaselineOutcome.Predicted(
        new Forecasts(model.columns(), model.actual(), forecast, model.series()),
        note(notes, model.series().size()));
  }

  private static Optional<String> note(Map<String, Integer> notes, int series) {
    return notes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            notes.entrySet().stream()
                .map(
                    note ->
                        note.getValue() == series
                            ? note.getKey()
                            : "%s of %s series: %s"
                                .formatted(note.getValue(), series, note.getKey()))
                .collect(Collectors.joining(" ")));
  }

  private SeriesHistory history(SeriesExamples windows, int series) {
    return history(
        windows,
        series,
        IntStream.range(windows.firstWindow(series), windows.endWindow(series))
            .map(windows::cutoffRow)
            .toArray());
  }

  private SeriesHistory history(SeriesExamples windows, int series, int[] cutoffs) {
    return new SeriesHistory(
        windows.targetRows(series),
        cutoffs,
        windows.lookback(),
        windows.horizon(),
        windows.gap(),
        new TransformedUnits(pipeline));
  }

  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    write(out, List.of(examples), List.of(predictions));
  }

  /** One table of several predictions. */
  void write(Writer out, List<Examples> examples, List<Predictions> predictions) {
    try (CsvTable csv =
        new CsvTable(
            out,
            columns(
                windows(examples.get(0)),
                List.of("cutoff", "timestamp", "step", "column", "actual", "forecast"),
                predictions.get(0).as(Forecasts.class).spread().byName().keySet()))) {
      for (int i = 0; i < predictions.size(); i++) {
        write(csv, windows(examples.get(i)), predictions.get(i).as(Forecasts.class));
      }
    }
  }

  private static void write(CsvTable csv, SeriesExamples windows, Forecasts forecasts) {
    for (int w = 0; w < forecasts.size(); w++) {
      Collection<double[][]> bounds = forecasts.spread().ofWindow(w).values();
      List<String> key = windows.seriesKey(windows.seriesOf(w));
      String cutoff = windows.cutoff(w);
      List<String> timestamps = windows.timestamps(w);
      for (int step = 0; step < forecasts.steps(); step++) {
        for (int c = 0; c < forecasts.columns().size(); c++) {
          double actual = forecasts.actual()[w][step][c];
          int[] place = {step, c};
          csv.row(
              row(
                  key,
                  bounds.stream().map(values -> values[place[0]][place[1]]).toList(),
                  cutoff,
                  timestamps.get(step),
                  step + 1,
                  forecasts.columns().get(c),
                  Double.isNaN(actual) ? "" : actual,
                  forecasts.forecast()[w][step][c]));
        }
      }
    }
  }

  @Override
  public Optional<SeriesPictures> pictures(
      Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    return Optional.of(
        new Drawing(
                windows(parts.get(Part.VALIDATION)),
                windows(scored),
                predictions.as(Forecasts.class),
                pipeline.season())
            .pictures());
  }

  @Override
  public Optional<Rolling> rolling() {
    return Optional.of(new RollingForecasts(this));
  }

  @Override
  public Class<Forecast> answer() {
    return Forecast.class;
  }

  /** None: earlier forecasts are not in the rows. */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    return List.of();
  }

  /** Observes the mean error and the mean absolute error of each window, by column. */
  @Override
  public List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    Forecasts made = predictions(labelled, outputs.get());
    List<Observed> observed = new ArrayList<>();
    for (int c = 0; c < made.columns().size(); c++) {
      double[] errors = new double[made.size()];
      double[] absolute = new double[made.size()];
      for (int w = 0; w < errors.length; w++) {
        int known = 0;
        for (int step = 0; step < made.actual()[w].length; step++) {
          double error = made.actual()[w][step][c] - made.forecast()[w][step][c];
          if (!Double.isNaN(error)) {
            errors[w] += error;
            absolute[w] += Math.abs(error);
            known++;
          }
        }
        errors[w] /= known; // NaN where nothing is known
        absolute[w] /= known;
      }
      String column = made.columns().get(c);
      observed.add(
          Observed.numbers(Watched.ERROR, "mean error of '%s'".formatted(column), errors)
              .inTimeOrder());
      observed.add(
          Observed.numbers(Watched.ERROR, "absolute error of '%s'".formatted(column), absolute)
              .inTimeOrder()
              .betterLow());
    }
    return observed;
  }

  @Override
  public String use() {
    return "forecasts series; use forecast(rows)";
  }

  @Override
  public List<Forecast> answers(Examples unlabelled, float[][] outputs) {
    SeriesExamples end = windows(unlabelled);
    double[][][] forecast = points(end, outputs);
    clipping().clip(forecast);
    Spread spread = spread(end, outputs, forecast).spread();
    return IntStream.range(0, end.size())
        .mapToObj(
            w ->
                new Forecast(
                    end.seriesKey(end.seriesOf(w)),
                    end.cutoff(w),
                    end.timestamps(w),
                    end.columns(),
                    forecast[w],
                    spread.ofWindow(w)))
        .toList();
  }

  /** Series that end at different times have different cutoffs. */
  @Override
  public Optional<String> remark(List<Forecast> answers) {
    Set<String> times = new LinkedHashSet<>();
    for (Forecast forecast : answers) {
      times.add(
          "last known %s, first forecast %s"
              .formatted(forecast.cutoff(), forecast.timestamps().get(0)));
    }
    long clipped = answers.stream().mapToLong(a -> clipping().atBounds(a.values())).sum();
    return times.stream()
        .findFirst()
        .map(
            first ->
                (times.size() == 1
                        ? first
                        : first + "; other times in some of %s series".formatted(answers.size()))
                    + (clipped == 0 ? "" : "; %s forecasts are at a bound".formatted(clipped)));
  }

  /** What comes after the rows. */
  @Override
  public void write(CsvTable out, Frame rows, List<Forecast> answers) {
    out.row(columns(rows, answers));
    answers.forEach(forecast -> rows(forecast).forEach(out::row));
  }

  /** As the rows of {@link #write(CsvTable, Frame, List)}, by column. */
  @Override
  public List<Map<String, Object>> documents(Frame rows, List<Forecast> answers) {
    List<String> names = columns(rows, answers);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Forecast forecast : answers) {
      for (List<Object> row : rows(forecast)) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
          document.put(names.get(c), row.get(c));
        }
        documents.add(document);
      }
    }
    return documents;
  }

  private static List<String> columns(Frame rows, List<Forecast> answers) {
    return columns(
        rows.as(SeriesExamples.class),
        List.of("cutoff", "timestamp", "step", "column", "forecast"),
        answers.get(0).bounds().keySet());
  }

  /** A row for each step and column. */
  private static List<List<Object>> rows(Forecast forecast) {
    List<List<Object>> rows = new ArrayList<>();
    for (int step = 0; step < forecast.timestamps().size(); step++) {
      for (int c = 0; c < forecast.columns().size(); c++) {
        int[] place = {step, c};
        rows.add(
            row(
                forecast.series(),
                forecast.bounds().values().stream()
                    .map(values -> values[place[0]][place[1]])
                    .toList(),
                forecast.cutoff(),
                forecast.timestamps().get(step),
                step + 1,
                forecast.columns().get(c),
                forecast.values()[step][c]));
      }
    }
    return rows;
  }

  private static List<String> columns(
      SeriesExamples windows, List<String> others, Collection<String> bounds) {
    return Stream.of(windows.seriesColumns(), others, bounds).flatMap(Collection::stream).toList();
  }

  private static List<Object> row(List<String> key, List<Double> bounds, Object... cells) {
    return Stream.<Collection<?>>of(key, Arrays.asList(cells), bounds)
        .<Object>flatMap(Collection::stream)
        .toList();
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Forecast(
        spec.columns(),
        head.portable(),
        spec.levels(),
        spec.bounds().flatMap(TargetSpec.Forecast.Bounds::min),
        spec.bounds().flatMap(TargetSpec.Forecast.Bounds::max),
        intervals.map(ConformalIntervals::toJson));
  }

  /** The intervals; for the scales see the input. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", "forecast");
    intervals.ifPresent(found -> json.set("intervals", found.toJson()));
    return json;
  }

  /** Restores what {@link #toJson} wrote. */
  static FittedForecast fromJson(TargetSpec.Forecast spec, SeriesPipeline pipeline, JsonNode json) {
    FittedForecast target = new FittedForecast(spec, pipeline);
    return target.with(
        target
            .conformal()
            .filter(conformal -> json.has("intervals"))
            .map(
                conformal ->
                    ConformalIntervals.fromJson(
                        conformal, spec.horizon(), spec.columns().size(), json.get("intervals"))));
  }
}
