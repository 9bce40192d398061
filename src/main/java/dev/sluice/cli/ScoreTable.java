package dev.sluice.cli;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Evaluation.OfClass;
import dev.sluice.evaluate.Score;
import dev.sluice.evaluate.ScoreInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Scores beside those of the baselines. */
final class ScoreTable {
  private static final int MOST_CLASSES = 30;

  private ScoreTable() {}

  /** For people: the table, the reasons for missing entries, and the verdict. */
  static String text(Evaluation evaluation) {
    return text(evaluation, Optional.empty());
  }

  /**
   * @param chosen what the training chose, which the scores depend on, a sentence
   */
  static String text(Evaluation evaluation, Optional<String> chosen) {
    StringBuilder text = new StringBuilder(beside(evaluation));
    if (evaluation.details().byColumn().size() > 1) {
      text.append('\n').append(byColumn(evaluation.details().byColumn()));
    }
    if (!evaluation.details().byClass().isEmpty()) {
      text.append('\n').append(byClass(evaluation));
    }
    List<String> notes = new ArrayList<>(chosen.stream().toList());
    notes.addAll(evaluation.notes());
    evaluation.absentBaselines().forEach((name, why) -> notes.add(name + ": " + why));
    text.append('\n');
    evaluation.intervals().note().ifPresent(note -> text.append(note).append('\n'));
    notes.forEach(note -> text.append(note).append('\n'));
    return text.append(evaluation.verdict().sentence()).append('\n').toString();
  }

  private static String beside(Evaluation evaluation) {
    Map<String, ScoreInterval> intervals = evaluation.intervals().byMetric();
    List<String> headings = new ArrayList<>(List.of("", ">model"));
    if (!intervals.isEmpty()) {
      headings.add("95% interval");
    }
    evaluation.baselines().keySet().forEach(name -> headings.add(">" + name));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    evaluation
        .scores()
        .forEach(
            (metric, score) -> {
              List<String> row = new ArrayList<>(List.of(metric, shown(score)));
              if (!intervals.isEmpty()) {
                row.add(shown(Optional.ofNullable(intervals.get(metric))));
              }
              evaluation.baselines().values().forEach(b -> row.add(shown(b.get(metric))));
              table.row(row.toArray(String[]::new));
            });
    return table.text();
  }

  private static String byColumn(Map<String, Map<String, Score>> columns) {
    List<String> headings = new ArrayList<>(List.of("column"));
    columns.values().iterator().next().keySet().forEach(m -> headings.add(">" + m));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    columns.forEach(
        (column, scores) -> {
          List<String> row = new ArrayList<>(List.of(Visible.name(column)));
          scores.values().forEach(score -> row.add(shown(score)));
          table.row(row.toArray(String[]::new));
        });
    return table.text();
  }

  private static String byClass(Evaluation evaluation) {
    List<OfClass> classes = evaluation.details().byClass();
    String counted = evaluation.ofClass() + "s";
    TextTable table = new TextTable("class", ">" + counted, ">precision", ">recall", ">f1");
    List<OfClass> shown =
        classes.size() <= MOST_CLASSES
            ? classes
            : classes.stream()
                .sorted(Comparator.comparingLong(OfClass::rows).reversed())
                .limit(MOST_CLASSES)
                .toList();
    shown.forEach(
        c ->
            table.row(
                Visible.name(c.name()),
                NetworkTable.number(c.rows()),
                shown(c.precision()),
                shown(c.recall()),
                shown(c.f1())));
    int others = classes.size() - shown.size();
    return table.text()
        + (others == 0
            ? ""
            : "and %s classes with fewer %s: see --json\n".formatted(others, counted));
  }

  private static String shown(Score score) {
    return score.number().isPresent() ? shown(score.number().getAsDouble()) : "-";
  }

  private static String shown(Optional<ScoreInterval> interval) {
    return interval.map(of -> shown(of.low()) + " to " + shown(of.high())).orElse("-");
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /**
   * For programs: `test`, with `by_column` for several columns, `intervals`, `absent`, for classes
   * `per_class`, `baselines`, `absent_baselines`, `verdict` and `outcome`.
   */
  static Map<String, Object> json(Evaluation evaluation) {
    Map<String, Object> test = new LinkedHashMap<>(evaluation.values());
    if (evaluation.details().byColumn().size() > 1) {
      test.put("by_column", evaluation.toMap().get("by_column"));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("test", test);
    json.put("intervals", evaluation.intervals().toMap());
    evaluation.intervals().note().ifPresent(note -> json.put("interval_note", note));
    json.put("absent", evaluation.absent());
    if (!evaluation.details().byClass().isEmpty()) {
      json.put("per_class", evaluation.toMap().get("per_class"));
    }
    json.put("baselines", evaluation.baselineValues());
    json.put("absent_baselines", evaluation.absentBaselines());
    json.put("verdict", evaluation.verdict().sentence());
    json.put("outcome", evaluation.verdict().outcome().word());
    return json;
  }
}
