package dev.sluice.cli;

import dev.sluice.drift.DriftReport;
import dev.sluice.drift.DriftReport.Check;
import dev.sluice.experiment.DriftMonitor;
import dev.sluice.report.DriftPage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "monitor",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Compares new rows with the training rows of a model and reports drift.",
      "",
      "Compares inputs (lengths, unknown tokens, columns), predictions and, if the rows have target"
          + " values, errors. A quantity has drifted if the difference is both large enough to"
          + " matter and significant; docs/monitor.md has the details."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice monitor runs/reviews/latest --input new.csv",
      "  sluice monitor runs/reviews/latest --input new.csv --html drift.html",
      "  sluice monitor runs/reviews/latest --input new.csv --json --fail-on-drift"
    })
final class MonitorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "The new rows: CSV, TSV, JSON lines or the format of the training rows; - for"
              + " standard input.")
  private Path input;

  @Option(
      names = "--fail-on-drift",
      description = "Exit with code 3 if there is drift, for scripts.")
  private boolean failOnDrift;

  @Mixin private HtmlOption html;

  @Mixin private JsonOption json;

  MonitorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    html.check(Optional.of(input));
    DriftReport drift;
    try (DriftMonitor monitor = DriftMonitor.open(run)) {
      drift = StandardInput.orFile(input, monitor::check);
    }
    html.write(page -> DriftPage.write(page, run, input.toString(), drift));
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.toString());
      result.put("input", input.toString());
      result.putAll(drift.toMap());
      json.print(result, terminal);
    } else {
      int columns = terminal.outIsTerminal() ? terminal.columns() : Integer.MAX_VALUE;
      terminal.out().print(text(drift, columns));
    }
    terminal.out().flush();
    return drift.drift() && failOnDrift ? Main.DRIFT : Main.DONE;
  }

  /** The widest table that fits: with all columns, without numbers, or with the verdicts alone. */
  static String text(DriftReport drift, int columns) {
    TextTable whole =
        new TextTable("of", "quantity", "training", "new rows", ">effect", ">p", "verdict");
    TextTable values = new TextTable("quantity", "training", "new rows", "verdict");
    TextTable verdicts = new TextTable("quantity", "verdict");
    for (Check check : drift.checks()) {
      String verdict = check.verdict();
      whole.row(
          check.of(),
          check.name(),
          check.before(),
          check.now(),
          String.format(Locale.ROOT, "%.3f", check.effect()),
          check.shownP(),
          verdict);
      values.row(check.name(), check.before(), check.now(), verdict);
      verdicts.row(check.name(), verdict);
    }
    TextTable fits =
        whole.width() <= columns ? whole : values.width() <= columns ? values : verdicts;
    StringBuilder text = new StringBuilder(fits.text()).append('\n');
    drift.remarks().forEach(remark -> text.append(Visible.value(remark)).append('\n'));
    return text.append(Visible.value(drift.sentence())).append('\n').toString();
  }
}
