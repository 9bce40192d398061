package dev.sluice.cli;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.experiment.SeedScores;
import dev.sluice.run.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs that differ only in their seed, and their results. */
record SeedRuns(List<Run> runs) {
  record Run(long seed, RunFolder run, Optional<Evaluation> evaluation) {}

  /** Empty if there is no test part. */
  private Optional<SeedScores> scores() {
    List<Evaluation> all = runs.stream().flatMap(run -> run.evaluation().stream()).toList();
    return all.size() < runs.size() ? Optional.empty() : Optional.of(SeedScores.of(all));
  }

  /** For people: the scores of each seed, their mean and spread, and the verdict. */
  String text() {
    StringBuilder text = new StringBuilder();
    scores()
        .ifPresent(
            scores ->
                text.append(table(scores))
                    .append('\n')
                    .append(scores.verdict().sentence())
                    .append('\n'));
    runs.forEach(
        run -> text.append("report of seed %s  %s\n".formatted(run.seed(), run.run().report())));
    return text.toString();
  }

  private String table(SeedScores scores) {
    List<String> headings = new ArrayList<>(List.of(""));
    runs.forEach(run -> headings.add(">seed " + run.seed()));
    headings.addAll(List.of(">mean", ">spread"));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    scores
        .values()
        .forEach(
            (metric, values) -> {
              List<String> row = new ArrayList<>(List.of(metric));
              values.forEach(value -> row.add(number(value)));
              row.add(number(scores.mean(metric)));
              row.add(number(scores.spread(metric)));
              table.row(row.toArray(String[]::new));
            });
    return table.text();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** For programs: `runs`, each with `run`, `seed` and `test`; `mean`, `spread`, `verdict`. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Map<String, Object>> each = new ArrayList<>();
    for (Run run : runs) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("run", run.run().path().toString());
      one.put("seed", run.seed());
      run.evaluation().ifPresent(evaluation -> one.put("test", evaluation.values()));
      each.add(one);
    }
    map.put("runs", each);
    scores()
        .ifPresent(
            scores -> {
              Map<String, Double> mean = new LinkedHashMap<>();
              Map<String, Double> spread = new LinkedHashMap<>();
              for (String metric : scores.values().keySet()) {
                mean.put(metric, scores.mean(metric));
                spread.put(metric, scores.spread(metric));
              }
              map.put("mean", mean);
              map.put("spread", spread);
              map.put("verdict", scores.verdict().sentence());
              map.put("outcome", scores.verdict().outcome().word());
            });
    return map;
  }
}
