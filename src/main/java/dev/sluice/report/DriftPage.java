package dev.sluice.report;

import dev.sluice.drift.DriftReport;
import dev.sluice.drift.DriftReport.Check;
import dev.sluice.run.AtomicFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A page that compares new rows with those of training. It is self-contained and runs no script.
 */
public final class DriftPage {
  private DriftPage() {}

  /**
   * @param run whose model was trained
   * @param input that contains the new rows
   */
  public static void write(Path file, Path run, String input, DriftReport drift) {
    AtomicFiles.write(file.toAbsolutePath(), page(run, input, drift));
  }

  static String page(Path run, String input, DriftReport drift) {
    Tag header =
        new Tag("header")
            .add(Tag.of("p", "Sluice monitor").classed("kicker"))
            .add(Tag.of("h1", drift.drift() ? "Drift" : "No drift"))
            .add(
                Tag.of("p", drift.sentence())
                    .classed("verdict")
                    .classed(drift.drift() ? "worse" : "better"))
            .add(Section.note("model: " + ReportedRun.withoutHome(run.toString())))
            .add(Section.note("new rows: " + ReportedRun.withoutHome(input)));
    DataTable table =
        new DataTable(
            List.of("Quantity", "Verdict", "Of", "Training", "New rows", "#Effect", "#p"));
    for (Check check : drift.checks()) {
      Tag verdict = DataTable.cell(check.verdict());
      table.row(
          check.name(),
          List.of(
              check.drift() ? verdict.classed("best") : verdict,
              DataTable.cell(check.of()),
              DataTable.cell(check.before()),
              DataTable.cell(check.now()),
              DataTable.cell(String.format(Locale.ROOT, "%.3f", check.effect())),
              DataTable.cell(check.shownP())));
    }
    Tag content =
        Section.begin()
            .add(table.tag())
            .add(
                Section.note(
                    "Drift: the effect is at least 0.1 and p below 0.01, and the new rows are not better."
                        + " Numbers show mean,"
                        + " smallest and largest value; their effect is the Wasserstein distance in"
                        + " standard deviations. Categories show the one whose share has changed"
                        + " most; their effect is the Jensen-Shannon distance."));
    drift.remarks().forEach(remark -> content.add(Section.note(remark)));
    Tag main = new Tag("main").add(header).add(new Section("Checks", content).tag());
    return PageFrame.around("Monitor - Sluice", main);
  }
}
