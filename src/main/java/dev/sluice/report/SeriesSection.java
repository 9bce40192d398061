package dev.sluice.report;

import dev.sluice.run.SeriesPictures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A few series of a run of forecasts: how they were split, decomposed and forecast, and their
 * errors by time and by calendar.
 */
final class SeriesSection {
  private SeriesSection() {}

  static Optional<Section> of(ReportedRun run) {
    return SeriesPictures.read(run.folder().pictures())
        .filter(pictures -> run.test().isPresent() && !pictures.series().isEmpty())
        .map(pictures -> of(pictures, run.folder().isBacktest()));
  }

  private static Section of(SeriesPictures pictures, boolean isBacktest) {
    Tag section = Section.begin();
    Map<String, Object> charts = new LinkedHashMap<>();
    section.add(new Tag("div").with("id", "choose-series"));
    pictures.chosen().ifPresent(chosen -> section.add(Section.note(chosen)));
    List<List<String>> bands = Bands.of(bounds(pictures));
    addRows(section, pictures, isBacktest);
    if (pictures.series().size() > 1) { // the section above shows all windows of a single one
      section.add(Tag.of("h3", "Forecasts of the chosen series"));
      section.add(new Tag("div").with("id", "choose-cutoff"));
      section.add(
          Section.chart(
              "series-window", "The forecast from the chosen cutoff and the actual values"));
      if (!bands.isEmpty()) {
        section.add(Bands.note(bands));
      }
    }
    if (pictures.series().stream().anyMatch(one -> one.decomposition().isPresent())) {
      addDecomposition(section);
    }
    if (mostErrors(pictures.series()) > 1) {
      addErrors(section, pictures.series());
    }
    addSlots(section, charts, pictures);
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "series");
    chart.put("column", pictures.column());
    chart.put("scored", isBacktest ? "origins" : "test");
    chart.put("bands", bands);
    chart.put("series", pictures.series());
    charts.put("series", chart);
    return new Section("Series and errors", section, charts);
  }

  /** The names of quantiles and ends of intervals, the same in all windows. */
  private static Set<String> bounds(SeriesPictures pictures) {
    return pictures.series().stream()
        .flatMap(one -> one.windows().stream())
        .findFirst()
        .map(window -> window.bounds().keySet())
        .orElse(Set.of());
  }

  private static void addRows(Tag section, SeriesPictures pictures, boolean isBacktest) {
    section.add(
        Section.chart("series-split", "All rows of the chosen series, with the start of each part")
            .classed("large"));
    int every =
        pictures.series().stream().mapToInt(SeriesPictures.OfSeries::everyRows).max().orElse(1);
    String thinned =
        every > 1
            ? " For long series, only some rows are drawn, as few as one in %s.".formatted(every)
            : "";
    section.add(
        Section.note(
            (isBacktest
                    ? "The dashed lines mark the start of the validation rows of the first fit, and"
                        + " of the forecast rows."
                    : "The dashed lines mark the start of the validation and the test part.")
                + thinned));
  }

  private static void addDecomposition(Tag section) {
    section.add(Tag.of("h3", "Decomposition of the training rows"));
    section.add(
        Section.note(
            "A classical additive decomposition of the last training rows: the trend is the moving"
                + " average over one season, the season the mean distance from it, and the"
                + " remainder is the rest."));
    section.add(Section.chart("series-trend", "The trend of the chosen series"));
    section.add(
        new Tag("div")
            .classed("grid")
            .add(Section.chart("series-season", "The season of the chosen series"))
            .add(Section.chart("series-rest", "The remainder of the chosen series")));
  }

  private static void addErrors(Tag section, List<SeriesPictures.OfSeries> series) {
    section.add(Tag.of("h3", "Errors of the first step"));
    List<SeriesPictures.OfSeries> correlated =
        series.stream().filter(one -> !one.autocorrelation().isEmpty()).toList();
    Tag grid =
        new Tag("div")
            .classed("grid")
            .add(Section.chart("series-errors", "Actual minus forecast, by time"));
    if (!correlated.isEmpty()) {
      grid.add(Section.chart("series-acf", "The autocorrelation of these errors, by lag"));
    }
    section.add(grid.add(Section.chart("series-sizes", "Distribution of these errors")));
    String what = "Actual minus forecast, one step ahead. ";
    if (correlated.isEmpty()) {
      section.add(Section.note(what + whyNoAutocorrelation(series)));
      return;
    }
    section.add(
        Section.note(
            what
                + "If these errors are not white noise, the model misses a pattern: for white noise,"
                + " 95% of the autocorrelations lie between the dashed lines."));
    Map<String, Map<String, Double>> first = new LinkedHashMap<>();
    for (SeriesPictures.OfSeries one : correlated) {
      Map<String, Double> lags = new LinkedHashMap<>();
      for (int lag = 1; lag <= Math.min(3, one.autocorrelation().size()); lag++) {
        lags.put("lag " + lag, one.autocorrelation().get(lag - 1));
      }
      lags.put("95% within", one.band());
      first.put(one.name().isEmpty() ? "all" : one.name(), lags);
    }
    section.add(Section.folded("The first autocorrelations", NumberTable.of("Series", first)));
  }

  /** Of the series that has the most. */
  private static long mostErrors(List<SeriesPictures.OfSeries> series) {
    return series.stream()
        .mapToLong(one -> one.errors().values().stream().filter(Objects::nonNull).count())
        .max()
        .orElse(0);
  }

  private static String whyNoAutocorrelation(List<SeriesPictures.OfSeries> series) {
    long most = mostErrors(series);
    return most < SeriesPictures.FEWEST_ERRORS
        ? "Autocorrelations need %s of these errors, and there are %s."
            .formatted(SeriesPictures.FEWEST_ERRORS, most)
        : "They have no autocorrelations, since they are all equal.";
  }

  private static void addSlots(Tag section, Map<String, Object> charts, SeriesPictures pictures) {
    if (pictures.slots().isEmpty()) {
      return;
    }
    section.add(Tag.of("h3", "Errors of %s by calendar".formatted(pictures.column())));
    Tag grid = new Tag("div").classed("grid");
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    pictures
        .slots()
        .forEach(
            (part, scores) -> {
              String id = "slots-" + part.replace(' ', '-');
              grid.add(
                  Section.chart(
                      id, "%s by %s of the forecast row".formatted(pictures.score(), part)));
              charts.put(
                  id,
                  Charts.bars(
                      "%s by %s".formatted(pictures.score(), part),
                      List.copyOf(scores.keySet()),
                      List.copyOf(scores.values())));
              scores.forEach(
                  (slot, score) -> rows.put(part + " " + slot, Map.of(pictures.score(), score)));
            });
    section.add(grid).add(Section.folded("The same as a table", NumberTable.of("Time", rows)));
  }
}
