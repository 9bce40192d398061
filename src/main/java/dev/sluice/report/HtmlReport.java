package dev.sluice.report;

import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page about a run, {@code report.html}, which needs nothing beside it: styles, charts and
 * numbers are in it, and it loads nothing. The tables can be read without JavaScript, the charts
 * cannot.
 */
public final class HtmlReport {
  /** The section on the predictions of each task; others have none. */
  private static final Map<String, Function<ReportedRun, Optional<Section>>> TASKS =
      Map.of(
          "classes", ClassSection::of,
          "labels", LabelSection::of,
          "tags", TagSection::of,
          "next", NextSection::of,
          "text", TextSection::of,
          "number", NumberSection::of,
          "forecast", ForecastSection::of);

  private HtmlReport() {}

  /**
   * Writes the page from the files that are there: a run that was stopped has a page without
   * scores.
   *
   * @throws dev.sluice.problem.UserException if one of them is damaged
   */
  public static void write(RunFolder run) {
    AtomicFiles.write(run.report(), page(ReportedRun.read(run)));
  }

  private static String page(ReportedRun run) {
    List<Optional<Section>> sections = new ArrayList<>();
    sections.add(ScoreSection.of(run));
    sections.add(WarningSection.of(run));
    sections.add(BacktestSection.of(run));
    if (run.hasPredictions()) {
      sections.add(TASKS.getOrDefault(run.task(), none -> Optional.empty()).apply(run));
    }
    sections.add(SampleSection.of(run));
    sections.add(SeriesSection.of(run));
    sections.add(PretrainingSection.of(run));
    sections.add(TrainingSection.of(run));
    sections.add(DataSection.of(run));
    sections.add(OriginSection.of(run));

    Tag main = new Tag("main").add(Headline.of(run));
    Map<String, Object> charts = new LinkedHashMap<>();
    for (Optional<Section> section : sections) {
      section.map(Section::tag).ifPresent(main::add);
      section.map(Section::charts).ifPresent(charts::putAll);
    }
    return PageFrame.around(Headline.title(run), main, Json.line(charts));
  }
}
