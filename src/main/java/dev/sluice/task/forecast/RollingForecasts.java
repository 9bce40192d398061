package dev.sluice.task.forecast;

import dev.sluice.batch.Examples;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.series.FittedSeries;
import dev.sluice.task.Rolling;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Windows of a series over which a backtest moves. */
record RollingForecasts(FittedForecast target) implements Rolling {
  private SeriesPipeline pipeline() {
    return target.pipeline();
  }

  @Override
  public List<Extent> series(Examples examples) {
    SeriesExamples windows = FittedForecast.windows(examples);
    return IntStream.range(0, windows.seriesCount())
        .mapToObj(
            s ->
                new Extent(
                    String.join(", ", windows.seriesKey(s)),
                    windows.rows(s),
                    row -> windows.label(s, row)))
        .toList();
  }

  @Override
  public int trainingRows() {
    int season = pipeline().season();
    return Math.max(pipeline().rowsOfWindow(), season > 1 ? season + 1 : 0);
  }

  @Override
  public String arithmetic() {
    return trainingRows() == pipeline().rowsOfWindow()
        ? pipeline().arithmetic()
        : "season %s + 1".formatted(pipeline().season());
  }

  @Override
  public int rowsAhead() {
    return pipeline().rowsAhead();
  }

  @Override
  public int validationRows(Examples validation) {
    SeriesExamples windows = FittedForecast.windows(validation);
    return IntStream.range(0, windows.size() == 0 ? 0 : windows.seriesCount())
        .map(s -> windows.endWindow(s) - windows.firstWindow(s) + windows.horizon() - 1)
        .max()
        .orElse(0);
  }

  /** The first window of the part forecasts its first row, as if the rows of the gap were known. */
  @Override
  public Examples origins(Examples test, int stride, int count, Examples like) {
    SeriesExamples wanted = FittedForecast.windows(like);
    Set<List<String>> keys =
        IntStream.range(0, wanted.seriesCount())
            .mapToObj(wanted::seriesKey)
            .collect(Collectors.toSet());
    SeriesExamples all = FittedForecast.windows(test);
    SeriesExamples origins = all.every(keys, all.gap(), stride, count);
    return new Examples(
        new FittedSeries(pipeline()).encoded(origins), Optional.of(target.labels(origins)));
  }

  @Override
  public String cutoff(Examples origins, int number) {
    return FittedForecast.windows(origins).cutoff(number);
  }

  @Override
  public Forecasts together(List<Predictions> fits) {
    return Forecasts.together(fits.stream().map(fit -> fit.as(Forecasts.class)).toList());
  }

  @Override
  public Forecasts of(Predictions all, int cutoff) {
    return all.as(Forecasts.class).window(cutoff);
  }

  @Override
  public void write(Writer out, List<Examples> examples, List<Predictions> predictions) {
    target.write(out, examples, predictions);
  }
}
