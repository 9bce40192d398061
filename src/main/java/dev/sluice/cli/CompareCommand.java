package dev.sluice.cli;

import dev.sluice.config.Differing;
import dev.sluice.evaluate.Paired;
import dev.sluice.evaluate.Paired.Change;
import dev.sluice.experiment.Comparison;
import dev.sluice.experiment.Comparison.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    description = {
      "Compares runs on the same test part, each with the first.",
      "",
      "Shows how their configs differ, and whether the differences between their scores are"
          + " significant: by McNemar's exact test for shares of rows, else by paired differences"
          + " of rows, or of windows with their correlation. The models predict the test part"
          + " again, so the data files must still exist. Runs with different data, splits or"
          + " targets are refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice compare runs/reviews/best runs/reviews/latest",
      "  sluice compare runs/a/latest runs/b/latest --html comparison.html"
    })
final class CompareCommand implements Runnable {
  private static final int FEWEST_OF_A_VALUE = 8; // columns

  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", arity = "2..*", description = "The folders of runs.")
  private List<Path> paths;

  @Mixin private HtmlOption html;

  @Mixin private JsonOption json;

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    html.check(Optional.empty());
    Comparison comparison = Comparison.of(paths);
    html.write(comparison::writePage);
    if (json.wanted()) {
      json.print(comparison.toMap(), terminal);
    } else {
      int columns = terminal.outIsTerminal() ? terminal.columns() : Integer.MAX_VALUE;
      terminal.out().print(text(comparison, columns));
    }
    terminal.out().flush();
  }

  static String text(Comparison comparison, int columns) {
    StringBuilder text = new StringBuilder();
    for (Run run : comparison.runs()) {
      text.append(run.letter()).append("  ").append(run.path()).append('\n');
    }
    text.append('\n').append(settings(comparison, columns));
    int from = 0;
    while (from < comparison.runs().size()) {
      int to = comparison.runs().size();
      while (to > from + 1 && scores(comparison, from, to).width() > columns) {
        to--;
      }
      text.append('\n').append(scores(comparison, from, to).text());
      from = to;
    }
    for (int i = 0; i < comparison.pairs().size(); i++) {
      Paired pair = comparison.pairs().get(i);
      String heading =
          comparison.runs().get(i + 1).letter() + " - " + comparison.runs().get(0).letter();
      TextTable whole = differences(heading, pair, true);
      text.append('\n')
          .append((whole.width() > columns ? differences(heading, pair, false) : whole).text())
          .append(pair.verdict().sentence())
          .append('\n');
    }
    return text.toString();
  }

  private static String settings(Comparison comparison, int columns) {
    if (comparison.settings().isEmpty()) {
      return "The configs are the same.\n";
    }
    int keys = comparison.settings().stream().mapToInt(of -> of.key().length()).max().orElseThrow();
    int runs = comparison.runs().size();
    int room = Math.max(FEWEST_OF_A_VALUE, (columns - keys) / runs - 2);
    List<String> headings = new ArrayList<>(List.of("key"));
    comparison.runs().forEach(run -> headings.add(run.letter()));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Differing of : comparison.settings()) {
      List<String> row = new ArrayList<>(List.of(of.key()));
      of.values().forEach(value -> row.add(shortened(value.orElse("-"), room)));
      table.row(row.toArray(String[]::new));
    }
    return table.text();
  }

  private static String shortened(String value, int room) {
    return value.length() <= room ? value : value.substring(0, room - 3) + "...";
  }

  private static TextTable scores(Comparison comparison, int from, int to) {
    List<String> headings = new ArrayList<>(List.of("score"));
    List<Run> runs = comparison.runs().subList(from, to);
    runs.forEach(run -> headings.add(">" + run.letter()));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (String metric : comparison.metrics()) {
      List<String> row = new ArrayList<>(List.of(metric));
      for (Run run : runs) {
        Double value = run.scores().metrics().get(metric);
        row.add(value == null ? "-" : number(value));
      }
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  private static TextTable differences(String heading, Paired pair, boolean intervals) {
    TextTable table =
        intervals
            ? new TextTable("difference", ">" + heading, "95% interval", ">p")
            : new TextTable("difference", ">" + heading, ">p");
    pair.changes()
        .forEach(
            (metric, change) -> {
              List<String> row = new ArrayList<>(List.of(metric, number(change.difference())));
              if (intervals) {
                row.add(interval(change));
              }
              row.add(change.shownP().orElse("-"));
              table.row(row.toArray(String[]::new));
            });
    return table;
  }

  private static String interval(Change change) {
    return change.interval().map(of -> number(of.low()) + " to " + number(of.high())).orElse("-");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
