package dev.sluice.cli;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Score;
import dev.sluice.report.RunStory;
import dev.sluice.run.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run for the terminal: sentences, the course of the loss, the scores that fit, and
 * what to try next. No line is wider than the terminal; the report has the rest.
 */
final class Screenful {
  private static final int WIDEST_TEXT = 100; // columns; longer lines are hard to read
  private static final int MOST_BARS = 60;
  private static final int MOST_ROWS = 8; // of the table of scores
  private static final int MOST_ADVICE = 3;

  private final RunStory story;
  private final int columns;
  private final boolean bars;
  private final StringBuilder text = new StringBuilder();

  private Screenful(RunStory story, int columns, boolean bars) {
    this.story = story;
    this.columns = columns;
    this.bars = bars;
  }

  /**
   * @param columns of the terminal
   * @param bars whether it shows {@link Sparkline#signs}
   */
  static String of(RunStory story, Evaluation evaluation, int columns, boolean bars) {
    Screenful screenful = new Screenful(story, columns, bars);
    story.sentences().forEach(sentence -> screenful.paragraph(sentence, ""));
    screenful.paragraph(evaluation.verdict().sentence(), "");
    screenful.addLosses();
    screenful.addScores(evaluation);
    screenful.addAdvice();
    return screenful.text.toString();
  }

  private void addLosses() {
    List<Double> training = story.epochs().stream().map(Epoch::loss).toList();
    List<Double> validation =
        story.epochs().stream().map(e -> e.validation().getOrDefault("loss", Double.NaN)).toList();
    if (training.size() < 2) {
      return;
    }
    double[] range = Sparkline.range(List.of(training, validation));
    text.append('\n');
    loss("training loss", training, range);
    if (validation.stream().anyMatch(Double::isFinite)) {
      loss("validation loss", validation, range);
    }
    int last = story.epochs().get(training.size() - 1).epoch();
    story
        .keptEpoch()
        .ifPresent(
            kept ->
                paragraph(
                    kept == 0
                        ? "the start was kept: none of %s epochs was better".formatted(last)
                        : "epoch %s of %s was kept".formatted(kept, last),
                    ""));
  }

  private void loss(String name, List<Double> values, double[] range) {
    double[] ends = Sparkline.range(List.of(values));
    String numbers =
        "%s to %s".formatted(shown(values.get(0)), shown(values.get(values.size() - 1)));
    if (values.get(values.size() - 1) > ends[0]) {
      int lowest = story.epochs().get(values.indexOf(ends[0])).epoch();
      numbers += ", lowest %s in epoch %s".formatted(shown(ends[0]), lowest);
    }
    int indent = "validation loss".length() + 2;
    String label = name + " ".repeat(indent - name.length());
    int room = Math.min(MOST_BARS, columns - indent - numbers.length() - 2);
    if (!bars || room < 8) {
      paragraph(label + numbers, "  ");
      return;
    }
    text.append(label)
        .append(Sparkline.of(values, room, range[0], range[1]))
        .append("  ")
        .append(numbers)
        .append('\n');
  }

  /** A row for each method, as many metrics as there is room for. */
  private void addScores(Evaluation evaluation) {
    Map<String, Map<String, Score>> methods = new LinkedHashMap<>();
    methods.put("model", evaluation.scores());
    evaluation.baselines().forEach(methods::put);
    List<String> metrics = new ArrayList<>(evaluation.scores().keySet());
    while (metrics.size() > 1 && table(methods, metrics).width() > columns) {
      metrics.remove(metrics.size() - 1);
    }
    TextTable table = table(methods, metrics);
    if (table.width() > columns) {
      return; // a single name is wider than the terminal
    }
    text.append('\n').append(table.text());
    int left = evaluation.scores().size() - metrics.size();
    if (left > 0 || methods.size() > MOST_ROWS) {
      paragraph("The report has all scores.", "");
    }
  }

  private static TextTable table(Map<String, Map<String, Score>> methods, List<String> metrics) {
    List<String> headings = new ArrayList<>(List.of(""));
    metrics.forEach(metric -> headings.add(">" + metric));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    methods.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(
            method -> {
              List<String> row = new ArrayList<>(List.of(method.getKey()));
              metrics.forEach(
                  metric -> {
                    Score score = method.getValue().get(metric);
                    row.add(
                        score == null || score.number().isEmpty()
                            ? "-"
                            : shown(score.number().getAsDouble()));
                  });
              table.row(row.toArray(String[]::new));
            });
    return table;
  }

  private void addAdvice() {
    List<RunStory.Advice> advice = story.advice();
    if (advice.isEmpty()) {
      return;
    }
    text.append('\n');
    paragraph("What to try next:", "");
    advice.stream()
        .limit(MOST_ADVICE)
        .forEach(
            one -> {
              paragraph("- " + one.finding(), "  ");
              one.options().stream().limit(1).forEach(option -> text.append("  " + option + '\n'));
            });
  }

  private void paragraph(String words, String indent) {
    text.append(Paragraph.of(words, indent, Math.min(columns, WIDEST_TEXT)));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
