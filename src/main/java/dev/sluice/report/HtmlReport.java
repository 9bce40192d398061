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
 * A page about a run, {@code report.html}, which is self-contained: styles, charts and numbers are
 * in it, and it loads nothing. The tables can be read without JavaScript, the charts cannot.
 */
public final class HtmlReport {
  /** The sections on the predictions, by task; other tasks have none. */
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
   * Writes the page from the files that are there: the page of a run that was stopped has no
   * scores.
   *
   * @throws dev.sluice.problem.UserException if one of them is damaged
   */
  public static void write(RunFolder run) {
    AtomicFiles.write(run.report(), page(ReportedRun.read(run)));
  }

  private static String page(ReportedRun run) {
    List<Section> sections = sections(run);
    Tag main = new Tag("main").with("id", "main").with("tabindex", "-1").add(Headline.of(run));
    Tag contents = new Tag("ol").add(item(Tag.of("a", "Summary").with("href", "#main")));
    Map<String, Object> charts = new LinkedHashMap<>();
    for (Section section : sections) {
      contents.add(item(section.link()));
      main.add(section.tag());
      charts.putAll(section.charts());
    }
    main.add(Tag.of("footer", "Charts: Apache ECharts, Apache License 2.0."));
    return PageFrame.around(
        Headline.title(run),
        List.of(
            Tag.of("a", "Skip to content").classed("skip").with("href", "#main"),
            new Tag("div")
                .classed("page")
                .add(new Tag("nav").with("aria-label", "Sections").add(contents))
                .add(main)),
        Json.line(charts));
  }

  private static Tag item(Tag link) {
    return new Tag("li").addInLine(link);
  }

  private static List<Section> sections(ReportedRun run) {
    List<Optional<Section>> sections = new ArrayList<>();
    sections.add(AdviceSection.of(run));
    sections.add(WarningSection.of(run));
    sections.add(ScoreSection.of(run));
    sections.add(BacktestSection.of(run));
    if (run.hasPredictions()) {
      sections.add(TASKS.getOrDefault(run.task(), none -> Optional.empty()).apply(run));
    }
    sections.add(ProbabilitySection.of(run));
    sections.add(SliceSection.of(run));
    sections.add(SampleSection.of(run));
    sections.add(SeriesSection.of(run));
    sections.add(PretrainingSection.of(run));
    sections.add(TrainingSection.of(run));
    sections.add(DataSection.of(run));
    sections.add(Optional.of(ConfigSection.of(run)));
    sections.add(ProvenanceSection.of(run));
    return sections.stream().flatMap(Optional::stream).toList();
  }
}
