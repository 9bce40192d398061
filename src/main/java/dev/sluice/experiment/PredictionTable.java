package dev.sluice.experiment;

import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Examples;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.input.text.TextExamples;
import dev.sluice.predict.ClassPrediction;
import dev.sluice.predict.Forecast;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.source.Table;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Predictions as CSV; docs/run-folder.md describes the columns. */
public final class PredictionTable {
  private static final String PREDICTION = "prediction";

  private PredictionTable() {}

  /** Every example of a part with what came true. */
  public static void write(Writer out, Examples examples, Predictions predictions) {
    if (predictions instanceof ClassPredictions classes) {
      write(out, (TextExamples) examples, classes);
    } else {
      write(out, (SeriesExamples) examples, (Forecasts) predictions);
    }
  }

  private static void write(Writer out, TextExamples texts, ClassPredictions predictions) {
    List<String> classes = predictions.classes();
    List<String> columns = new ArrayList<>(List.of("row", "actual", PREDICTION));
    classes.forEach(name -> columns.add("p_" + name));
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < predictions.size(); i++) {
        List<Object> row = new ArrayList<>();
        row.add(texts.recordNumber(i));
        row.add(classes.get(predictions.actual()[i]));
        row.add(classes.get(predictions.predicted(i)));
        Arrays.stream(predictions.probabilities()[i]).forEach(row::add);
        csv.row(row);
      }
    }
  }

  private static void write(Writer out, SeriesExamples windows, Forecasts forecasts) {
    try (CsvTable csv =
        new CsvTable(out, List.of("cutoff", "timestamp", "step", "column", "actual", "forecast"))) {
      for (int w = 0; w < forecasts.size(); w++) {
        List<String> timestamps = windows.timestamps(w);
        for (int step = 0; step < forecasts.steps(); step++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            csv.row(
                List.of(
                    windows.cutoff(w),
                    timestamps.get(step),
                    step + 1,
                    forecasts.columns().get(c),
                    forecasts.actual()[w][step][c],
                    forecasts.forecast()[w][step][c]));
          }
        }
      }
    }
  }

  /**
   * The columns of the input, then the class and the probability of each.
   *
   * @param predictions one for each row
   * @throws UserException if the input has such a column already
   */
  public static void write(
      Writer out, Table rows, List<String> classes, List<ClassPrediction> predictions) {
    List<String> columns = new ArrayList<>(rows.columns());
    columns.add(PREDICTION);
    classes.forEach(name -> columns.add("p_" + name));
    refuseTwice(rows, columns.subList(rows.columns().size(), columns.size()));
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < rows.size(); i++) {
        List<Object> row = new ArrayList<>();
        for (int c = 0; c < rows.columns().size(); c++) {
          row.add(rows.value(i, c));
        }
        row.add(predictions.get(i).label());
        row.addAll(predictions.get(i).probabilities().values());
        csv.row(row);
      }
    }
  }

  private static void refuseTwice(Table rows, List<String> added) {
    List<Problem> problems =
        added.stream()
            .filter(rows.columns()::contains)
            .map(
                column ->
                    Problem.inFile(
                        rows.name(),
                        "has a column '%s', which predict would add".formatted(column),
                        "rename or remove it"))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /** What comes after the rows. */
  public static void write(Writer out, Forecast forecast) {
    try (CsvTable csv =
        new CsvTable(out, List.of("cutoff", "timestamp", "step", "column", "forecast"))) {
      for (int step = 0; step < forecast.timestamps().size(); step++) {
        for (int c = 0; c < forecast.columns().size(); c++) {
          csv.row(
              List.of(
                  forecast.cutoff(),
                  forecast.timestamps().get(step),
                  step + 1,
                  forecast.columns().get(c),
                  forecast.values()[step][c]));
        }
      }
    }
  }
}
