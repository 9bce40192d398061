package dev.sluice.report;

import dev.sluice.evaluate.Paired;
import dev.sluice.evaluate.Paired.Change;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.TestScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A page that compares runs. It is self-contained and runs no script. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /**
   * @param letter by which it is called
   */
  public record Run(String letter, String path, TestScores scores) {}

  /**
   * A key that differs.
   *
   * @param values of each run; empty where it has none
   */
  public record Setting(String key, List<String> values) {}

  /**
   * @param pairs of each run except the first with the first
   */
  public static void write(Path file, List<Run> runs, List<Setting> settings, List<Paired> pairs) {
    AtomicFiles.write(file.toAbsolutePath(), page(runs, settings, pairs));
  }

  static String page(List<Run> runs, List<Setting> settings, List<Paired> pairs) {
    Tag header =
        new Tag("header")
            .add(Tag.of("p", "Sluice comparison").classed("kicker"))
            .add(Tag.of("h1", runs.size() + " runs on the same test part"));
    pairs.forEach(
        pair ->
            header.add(
                Tag.of("p", pair.verdict().sentence())
                    .classed("verdict")
                    .classed(pair.verdict().outcome().word())));
    runs.forEach(
        run -> header.add(Section.note(run.letter() + ": " + ReportedRun.withoutHome(run.path()))));
    Tag main = new Tag("main").add(header);
    main.add(scores(runs));
    for (int i = 0; i < pairs.size(); i++) {
      main.add(differences(runs.get(i + 1).letter(), runs.get(0).letter(), pairs.get(i)));
    }
    return PageFrame.around("Comparison - Sluice", main.add(settings(runs, settings)));
  }

  private static Tag scores(List<Run> runs) {
    Set<String> metrics = new LinkedHashSet<>();
    List<String> columns = new ArrayList<>(List.of("Metric"));
    for (Run run : runs) {
      metrics.addAll(run.scores().metrics().keySet());
      columns.add("#" + run.letter());
      columns.add("#95% interval");
    }
    DataTable table = new DataTable(columns);
    for (String metric : metrics) {
      List<Tag> cells = new ArrayList<>();
      for (Run run : runs) {
        Double value = run.scores().metrics().get(metric);
        cells.add(DataTable.cell(value == null ? Figures.NONE : Figures.number(value)));
        List<Double> ends = run.scores().intervals().get(metric);
        cells.add(
            DataTable.cell(
                ends == null
                    ? Figures.NONE
                    : Figures.number(ends.get(0)) + " to " + Figures.number(ends.get(1))));
      }
      table.row(metric, cells);
    }
    return new Section("Scores on the test part", Section.begin().add(table.tag())).tag();
  }

  private static Tag differences(String letter, String first, Paired pair) {
    DataTable table =
        new DataTable(
            List.of("Metric", "#%s - %s".formatted(letter, first), "#95% interval", "#p"));
    pair.changes()
        .forEach(
            (metric, change) ->
                table.row(
                    metric,
                    List.of(
                        bold(change, Figures.number(change.difference())),
                        DataTable.cell(
                            change
                                .interval()
                                .map(
                                    of ->
                                        Figures.number(of.low())
                                            + " to "
                                            + Figures.number(of.high()))
                                .orElse(Figures.NONE)),
                        DataTable.cell(change.shownP().orElse(Figures.NONE)))));
    Tag content =
        Section.begin()
            .add(table.tag())
            .add(
                Section.note(
                    "Bold: significant. p is the probability of a difference this large by chance,"
                        + " for each metric alone."));
    return new Section("%s and %s".formatted(letter, first), content).tag();
  }

  private static Tag bold(Change change, String text) {
    Tag cell = DataTable.cell(text);
    return change.beyondChance() ? cell.classed("best") : cell;
  }

  private static Tag settings(List<Run> runs, List<Setting> settings) {
    String heading = "Differences between the configs";
    if (settings.isEmpty()) {
      return new Section(heading, Section.begin().add(Section.note("Nothing."))).tag();
    }
    List<String> columns = new ArrayList<>(List.of("Key"));
    runs.forEach(run -> columns.add(run.letter()));
    DataTable table = new DataTable(columns);
    for (Setting setting : settings) {
      table.row(
          setting.key(),
          setting.values().stream()
              .map(value -> DataTable.cell(ReportedRun.withoutHome(value)))
              .toList());
    }
    return new Section(heading, Section.begin().add(table.tag())).tag();
  }
}
