package dev.sluice.report;

import dev.sluice.run.BacktestSummary;
import dev.sluice.run.BacktestSummary.OfFit;
import dev.sluice.run.BacktestSummary.OfOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fits of a backtest, and the scores of its origins; other runs have none. */
final class BacktestSection {
  private static final int MOST_ROWS = 1000; // of each table; some 100 bytes each

  private BacktestSection() {}

  static Optional<Section> of(ReportedRun run) {
    return BacktestSummary.read(run.folder().backtestSummary()).map(BacktestSection::of);
  }

  private static Section of(BacktestSummary backtest) {
    Tag section = Section.begin();
    section.add(
        Section.note(
            "%s origins, %s apart, refit %s. No network saw rows after the cutoff it forecast from."
                .formatted(
                    Figures.count(backtest.origins()),
                    backtest.stride() == 1 ? "1 row" : Figures.count(backtest.stride()) + " rows",
                    backtest.refit())));
    Map<String, Object> charts = new LinkedHashMap<>();
    if (backtest.byOrigin().size() > 1) {
      addOrigins(section, charts, backtest);
    }
    section.add(Section.folded("The fits", fits(first(section, backtest.fits(), "fits"))));
    return new Section("Backtest", section, charts);
  }

  private static void addOrigins(
      Tag section, Map<String, Object> charts, BacktestSummary backtest) {
    List<OfOrigin> origins = first(section, backtest.byOrigin(), "origins");
    String metric = backtest.metric().orElseThrow();
    section.add(Tag.of("h3", metric + " by origin"));
    section.add(Section.chart("origins", metric + " of the forecasts from each cutoff"));
    String name = metric.toLowerCase(Locale.ROOT);
    List<Object> model = new ArrayList<>();
    origins.forEach(origin -> model.add(origin.metrics().get(name)));
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("model", model);
    best(backtest.byOrigin())
        .ifPresent(
            baseline -> {
              List<Object> values = new ArrayList<>();
              origins.forEach(origin -> values.add(origin.baselines().get(baseline)));
              lines.put(baseline, values);
            });
    charts.put(
        "origins", Charts.lines(metric, origins.stream().map(OfOrigin::cutoff).toList(), lines));
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    origins.forEach(origin -> rows.put(origin.cutoff(), origin.metrics()));
    section.add(Section.folded("All origins", NumberTable.of("Cutoff", rows)));
  }

  /** The baseline with the smallest mean score over the origins that have one. */
  private static Optional<String> best(List<OfOrigin> origins) {
    return origins.stream()
        .flatMap(origin -> origin.baselines().entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.averagingDouble(Map.Entry::getValue)))
        .entrySet()
        .stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  private static Tag fits(List<OfFit> fits) {
    DataTable table =
        new DataTable(
            List.of(
                "#Fit",
                "Cutoffs",
                "#Origins",
                "#Training rows",
                "#Validation rows",
                "#Epochs",
                "#Epoch kept",
                "Time"));
    for (int i = 0; i < fits.size(); i++) {
      OfFit fit = fits.get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              fit.origins() == 1
                  ? fit.firstCutoff()
                  : fit.firstCutoff() + " to " + fit.lastCutoff(),
              Figures.count(fit.origins()),
              Figures.count(fit.trainingRows()),
              Figures.count(fit.validationRows()),
              Figures.count(fit.epochs()),
              fit.keptEpoch().map(kept -> Figures.count(kept)).orElse("none"),
              Figures.duration(fit.seconds())));
    }
    return table.tag();
  }

  private static <T> List<T> first(Tag section, List<T> all, String what) {
    if (all.size() > MOST_ROWS) {
      section.add(
          Section.note(
              "The first %s of %s %s are shown; backtest.json has all of them."
                  .formatted(Figures.count(MOST_ROWS), Figures.count(all.size()), what)));
    }
    return all.subList(0, Math.min(MOST_ROWS, all.size()));
  }
}
