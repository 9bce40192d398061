package dev.sluice.cli;

import dev.sluice.model.Bundle;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.SeriesExplainer;
import dev.sluice.predict.SeriesExplanation;
import dev.sluice.predict.TextExplanation;
import dev.sluice.predict.TextExplanation.Column;
import dev.sluice.predict.TextExplanation.Method;
import dev.sluice.predict.TextExplanation.Token;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.report.ExplanationPage;
import dev.sluice.run.ExplainedText;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Shows which words a classification, or which values a forecast, depends on.",
      "",
      "Texts: each token gets a number; above 0, it makes the class more probable, below 0, less"
          + " probable. The numbers are log-odds, ln p - ln(1 - p), and add up to the effect of all"
          + " words.",
      "",
      "Series: --input ends with the last known rows, as for predict; for each value, the change of"
          + " the forecast per standard deviation of its column."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice explain runs/reviews/latest \"A film to fall asleep in.\"",
      "  sluice explain runs/reviews/latest --input new.csv --html why.html",
      "  sluice explain runs/reviews/latest \"Too long.\" --class positive",
      "  sluice explain runs/airline/latest --input passengers.csv"
    })
final class ExplainCommand implements Runnable {
  private static final int TOP = 20;
  private static final int BAR = 10;
  private static final double PALEST = 0.1; // of the strongest word

  private final Terminal terminal;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      description = "Texts to explain; -- before one that begins with a dash.")
  private List<String> texts = List.of();

  @Option(names = "--text", paramLabel = "TEXT", description = "The same as TEXT.")
  private List<String> textOptions = List.of();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Rows to explain: CSV, TSV, JSON lines or the format of the training rows; - for"
              + " standard input.")
  private Path input;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "The class to explain. Default: the predicted one.")
  private String ofClass;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column whose forecast to explain. Default: the first one.")
  private String column;

  @Option(
      names = "--method",
      defaultValue = "integrated_gradients",
      paramLabel = "METHOD",
      description =
          "integrated_gradients (the default), whose numbers add up; or occlusion, as a check: the"
              + " change if one token is left out.")
  private String method;

  @Option(
      names = "--top",
      defaultValue = "" + TOP,
      paramLabel = "N",
      description =
          "Print the N tokens or values with the largest effect. Default: 20; --json has all.")
  private int top;

  @Mixin private HtmlOption html;

  @Mixin private JsonOption json;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<String> texts = Stream.of(this.texts, textOptions).flatMap(List::stream).toList();
    if ((input == null) == texts.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "give one or more TEXTs, or a file of rows with --input");
    }
    if (top < 1) {
      throw new ParameterException(command.commandLine(), "--top must be 1 or more");
    }
    Method how = method();
    html.check(Optional.ofNullable(input));
    if (input == null) {
      TextArguments.requireNoFiles(texts);
      explain(texts, Optional.empty(), how);
    } else {
      StandardInput.orFile(
          input,
          file -> {
            explain(List.of(), Optional.of(file), how);
            return null;
          });
    }
  }

  private void explain(List<String> texts, Optional<Path> file, Method how) {
    try (Bundle bundle = Bundle.open(run)) {
      Optional<Table> rows = file.map(it -> Sources.newRows(bundle.config().data().source(), it));
      if (SeriesExplainer.explains(bundle.pipeline())) {
        explainForecast(bundle, rows, how);
      } else {
        explainTexts(bundle, texts, rows, how);
      }
    }
  }

  private void explainTexts(Bundle bundle, List<String> texts, Optional<Table> given, Method how) {
    if (column != null) {
      throw new ParameterException(command.commandLine(), "--column is for forecasts");
    }
    try (Explainer explainer = ofRun(() -> Explainer.of(bundle.pipeline(), bundle.network()))) {
      requireClass(explainer.classes());
      Table rows = given.orElseGet(() -> ofRun(() -> explainer.rowsOf(texts)));
      List<TextExplanation> explanations =
          explainer.explain(rows, Optional.ofNullable(ofClass), how);
      html.write(file -> ExplanationPage.write(file, "Why " + run, pages(explanations)));
      if (json.wanted()) {
        printJson(explanations);
      } else {
        String gap =
            ExplainedText.gap(explanations.stream().map(TextExplanation::recorded).toList());
        for (int i = 0; i < explanations.size(); i++) {
          print(explanations.get(i), i, gap);
        }
      }
    }
  }

  private void explainForecast(Bundle bundle, Optional<Table> rows, Method how) {
    if (rows.isEmpty() || ofClass != null || html.given() || how == Method.OCCLUSION) {
      throw new UserException(
          Problem.inFile(
              run,
              "forecasts a series, for which there is no TEXT, --class, --method or --html",
              "give a file that ends with the last known rows: --input FILE"));
    }
    try (SeriesExplainer explainer = SeriesExplainer.of(bundle.pipeline(), bundle.network())) {
      String target = column == null ? explainer.targets().get(0) : column;
      if (!explainer.targets().contains(target)) {
        throw new UserException(
            Problem.inFile(
                run,
                "does not forecast the column '%s'".formatted(target),
                "it forecasts " + String.join(", ", explainer.targets())));
      }
      SeriesExplanation why = explainer.explain(rows.get(), target);
      if (json.wanted()) {
        printJson(why);
      } else {
        print(why);
      }
    }
  }

  private void print(SeriesExplanation why) {
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %.6g, the mean of the forecast rows",
                Visible.name(why.target()),
                why.forecast()));
    terminal.out().println("change if one value is one standard deviation higher:");
    if (why.columns().size() > 1) {
      TextTable columns = new TextTable(">all lags", "", "column");
      double most =
          IntStream.range(0, why.columns().size()).mapToDouble(why::ofColumn).max().orElse(0);
      for (int c = 0; c < why.columns().size(); c++) {
        columns.row(size(why.ofColumn(c)), bar(why.ofColumn(c), most), why.columns().get(c));
      }
      TextTable lags = new TextTable(">all columns", "", ">lag");
      double mostOfLag =
          IntStream.range(0, why.lags().size()).mapToDouble(why::ofLag).max().orElse(0);
      IntStream.range(0, why.lags().size())
          .boxed()
          .sorted(Comparator.comparingDouble(t -> -why.ofLag(t)))
          .limit(top)
          .forEach(
              t ->
                  lags.row(
                      size(why.ofLag(t)),
                      bar(why.ofLag(t), mostOfLag),
                      Integer.toString(why.lags().get(t))));
      terminal.out().print(columns.text() + "\n" + lags.text() + "\n");
    }
    List<SeriesExplanation.Cell> cells = why.cells();
    TextTable table = new TextTable(">change", "", ">lag", "column");
    for (SeriesExplanation.Cell cell : cells.subList(0, Math.min(top, cells.size()))) {
      table.row(
          (cell.effect() < 0 ? "" : "+") + size(cell.effect()),
          bar(cell.effect(), Math.abs(cells.get(0).effect())),
          Integer.toString(cell.lag()),
          cell.column());
    }
    terminal.out().print(table.text());
  }

  private static String size(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }

  private void printJson(SeriesExplanation why) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.toString());
    result.put("target", why.target());
    result.put("forecast", why.forecast());
    result.put("lags", why.lags());
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int c = 0; c < why.columns().size(); c++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("column", why.columns().get(c));
      one.put("deviation", why.deviations()[c]);
      one.put("effects", why.effects()[c]);
      columns.add(one);
    }
    result.put("columns", columns);
    json.print(result, terminal);
  }

  private Method method() {
    for (Method one : Method.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(method)) {
        return one;
      }
    }
    throw new ParameterException(
        command.commandLine(), "--method must be integrated_gradients or occlusion, not " + method);
  }

  private void requireClass(List<String> classes) {
    if (ofClass != null && !classes.contains(ofClass)) {
      throw new UserException(
          Problem.inFile(
              run,
              "has no class '%s'".formatted(ofClass),
              NearNames.question(ofClass, classes)
                  .orElse("its classes are " + String.join(", ", classes))));
    }
  }

  /** Reports problems of the model as problems of the run. */
  private <T> T ofRun(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream().map(p -> p.withLocation(run.toString())).toList());
    }
  }

  private void print(TextExplanation why, int number, String gap) {
    terminal.out().println((number == 0 ? "" : "\n") + heading(why, number));
    if (terminal.colours()) {
      terminal.ownOut().println(coloured(why, gap));
      terminal.ownOut().flush();
    }
    List<Integer> strongest = why.strongest(top);
    List<ExplainedText.Token> recorded = why.recorded().tokens();
    boolean linear = why.tokens().stream().anyMatch(token -> token.linear() != 0);
    TextTable table =
        linear
            ? new TextTable(">attribution", "", ">network", ">linear", ">position", "token", "")
            : new TextTable(">attribution", "", ">position", "token", "");
    for (int at : strongest) {
      Token token = why.tokens().get(at);
      List<String> cells = new ArrayList<>();
      cells.add(ExplanationPage.signed(token.attribution()));
      cells.add(bar(token.attribution(), largest(why)));
      if (linear) {
        cells.add(ExplanationPage.signed(token.network()));
        cells.add(ExplanationPage.signed(token.linear()));
      }
      cells.add(Integer.toString(at + 1));
      cells.add(token.text());
      cells.add(ExplanationPage.remark(recorded.get(at)));
      table.row(cells.toArray(String[]::new));
    }
    terminal.out().print(table.text());
    int left = why.tokens().size() - strongest.size();
    if (left > 0) {
      double rest =
          why.sum()
              - why.elsewhere()
              - strongest.stream().mapToDouble(i -> why.tokens().get(i).attribution()).sum();
      terminal
          .out()
          .println(
              "%s more %s: %s"
                  .formatted(left, left == 1 ? "token" : "tokens", ExplanationPage.signed(rest)));
    }
    ExplanationPage.facts(why.recorded())
        .forEach(fact -> terminal.out().println(Visible.value(fact)));
  }

  private String heading(TextExplanation why, int number) {
    return (input == null ? "" : "row %s: ".formatted(number + 1))
        + String.format(
            Locale.ROOT,
            "%s, p = %.4f",
            Visible.name(why.explained()),
            why.prediction().probability(why.explained()))
        + (why.explained().equals(why.prediction().label())
            ? ""
            : "; the prediction is " + Visible.name(why.prediction().label()));
  }

  private static double largest(TextExplanation why) {
    return Math.abs(why.tokens().get(why.strongest(1).get(0)).attribution());
  }

  private static String bar(double attribution, double largest) {
    long length = largest == 0 ? 0 : Math.round(BAR * Math.abs(attribution) / largest);
    return (attribution < 0 ? "-" : "+").repeat((int) length);
  }

  private static String coloured(TextExplanation why, String gap) {
    double largest = largest(why);
    StringBuilder line = new StringBuilder();
    for (Token token : why.tokens()) {
      double share = largest == 0 ? 0 : Math.abs(token.attribution()) / largest;
      String text = Visible.value(token.text());
      line.append(line.length() == 0 ? "" : gap);
      line.append(
          share < PALEST
              ? text
              : "\u001b[%s;%sm%s\u001b[0m"
                  .formatted(share < 0.5 ? 22 : 1, token.attribution() < 0 ? 31 : 32, text));
    }
    return line.toString();
  }

  private List<ExplanationPage.Text> pages(List<TextExplanation> explanations) {
    return IntStream.range(0, explanations.size())
        .mapToObj(
            i ->
                new ExplanationPage.Text(
                    heading(explanations.get(i), i), explanations.get(i).recorded()))
        .toList();
  }

  private void printJson(List<TextExplanation> explanations) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.toString());
    result.put("method", method);
    List<Map<String, Object>> all = new ArrayList<>();
    for (TextExplanation why : explanations) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("prediction", why.prediction().label());
      one.put("class", why.explained());
      one.put("probability", why.prediction().probability(why.explained()));
      one.put("log_odds", why.output());
      one.put("log_odds_without_words", why.baseline());
      if (why.method() == Method.INTEGRATED_GRADIENTS) {
        one.put("completeness_error", why.completenessError());
      }
      one.put("elsewhere", why.elsewhere());
      if (!why.columns().isEmpty()) {
        one.put("columns", why.columns().stream().map(column -> entry(column)).toList());
      }
      one.put("passes", why.passes());
      one.put("tokens", why.tokens().stream().map(token -> entry(token)).toList());
      all.add(one);
    }
    result.put("texts", all);
    json.print(result, terminal);
  }

  private static Map<String, Object> entry(Column column) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("column", column.name());
    entry.put("cell", column.cell());
    entry.put("attribution", column.attribution());
    return entry;
  }

  private static Map<String, Object> entry(Token token) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("token", token.text());
    entry.put("attribution", token.attribution());
    entry.put("network", token.network());
    entry.put("linear", token.linear());
    entry.put("seen", token.seen());
    entry.put("known", token.known());
    return entry;
  }
}
