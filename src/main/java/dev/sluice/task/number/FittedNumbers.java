package dev.sluice.task.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.NumberBaselines;
import dev.sluice.evaluate.NumberPredictions;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.RegressionRows;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NumberCells;
import dev.sluice.frame.Part;
import dev.sluice.frame.Scale;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.DuplicateTexts;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.TellingColumns;
import dev.sluice.task.TrainingParts;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Numbers: labels in scaled units, answers in original ones. */
public final class FittedNumbers implements FittedTarget<NumberPrediction> {
  private static final String PREDICTION = "prediction";

  private final List<String> columns;
  private final Map<String, NumberSpec> forms;
  private final List<Scale> scales; // (columns)
  private final double[] deviations; // (columns), of the training part

  /**
   * @param forms by column how its numbers are written, if not plainly
   */
  FittedNumbers(
      List<String> columns,
      Map<String, NumberSpec> forms,
      List<Scale> scales,
      double[] deviations) {
    this.columns = List.copyOf(columns);
    this.forms = forms;
    this.scales = List.copyOf(scales);
    this.deviations = deviations;
  }

  /** The standard deviations of columns; (columns). */
  static double[] deviations(double[][] values) {
    return IntStream.range(0, values[0].length)
        .mapToDouble(
            c ->
                Scale.fit(
                        new ScaleSpec.Standard(),
                        Arrays.stream(values).mapToDouble(row -> row[c]).toArray())
                    .spread())
        .toArray();
  }

  /**
   * The numbers of examples, (examples)(columns).
   *
   * @param forms by column how its numbers are written, if not plainly
   * @param problems receives the cells that are not numbers, and examples with several
   */
  static double[][] read(
      List<String> columns,
      Map<String, NumberSpec> forms,
      TableFrame examples,
      List<Problem> problems) {
    NumberCells cells = new NumberCells(examples.table(), forms);
    double[][] values = new double[examples.size()][columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      int index = examples.table().indexOf(columns.get(c));
      for (int i = 0; i < values.length; i++) {
        values[i][c] = cells.read(examples.line(i), columns.get(c), examples.value(i, index));
      }
      problems.addAll(examples.contradictions(columns.get(c)));
    }
    problems.addAll(cells.problems());
    return values;
  }

  @Override
  public OutputShape.Values shape() {
    return new OutputShape.Values(1, columns.size());
  }

  @Override
  public Collection<String> columns() {
    return columns;
  }

  @Override
  public Labels labels(Frame frame) {
    List<Problem> problems = new ArrayList<>();
    double[][] values = read(columns, forms, frame.as(TableFrame.class), problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new NumberLabels(values, scales);
  }

  private static double[][] values(Examples examples) {
    return examples.labels(NumberLabels.class).values();
  }

  /** {@code targets}: by column the mean, the least and the largest of the training part. */
  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    Map<String, Object> byColumn = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      int at = c;
      double[] column =
          Arrays.stream(values(parts.get(Part.TRAINING))).mapToDouble(row -> row[at]).toArray();
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("mean", Arrays.stream(column).average().orElseThrow());
      of.put("deviation", deviations[c]);
      of.put("least", Arrays.stream(column).min().orElseThrow());
      of.put("largest", Arrays.stream(column).max().orElseThrow());
      byColumn.put(columns.get(c), of);
    }
    return Map.of("targets", byColumn);
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    Examples training = parts.get(Part.TRAINING);
    List<Warning> warnings = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      int at = c;
      warnings.addAll(
          TellingColumns.ofNumbers(
              training,
              columns.get(c),
              Arrays.stream(values(training)).mapToDouble(row -> row[at]).toArray()));
    }
    DuplicateTexts.look(parts).ifPresent(warnings::add);
    return warnings;
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      shown.put(columns.get(c), values(training)[example][c]);
    }
    return shown;
  }

  private double[][] toOriginalUnits(float[][] outputs) {
    double[][] values = new double[outputs.length][columns.size()];
    for (int i = 0; i < values.length; i++) {
      for (int c = 0; c < columns.size(); c++) {
        values[i][c] = scales.get(c).invert(outputs[i][c]);
      }
    }
    return values;
  }

  private NumberPredictions of(Examples labelled, double[][] predicted) {
    return new NumberPredictions(columns, values(labelled), predicted, deviations);
  }

  @Override
  public NumberPredictions predictions(Examples labelled, float[][] outputs) {
    return of(labelled, toOriginalUnits(outputs));
  }

  @Override
  public NumberPredictions perfect(Examples labelled) {
    return of(labelled, values(labelled));
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    return training.learn(parts -> baseline(baseline, parts, scored, patience));
  }

  private BaselineOutcome baseline(
      BaselineSpec baseline, Map<Part, Examples> parts, Examples scored, Patience patience) {
    double[][] training = values(parts.get(Part.TRAINING));
    if (baseline.equals(new BaselineSpec.Mean())) {
      return new BaselineOutcome.Predicted(
          of(scored, NumberBaselines.mean(training, scored.size())), Optional.empty());
    }
    if (!baseline.equals(new BaselineSpec.Linear())) {
      throw new IllegalArgumentException(baseline + " is no baseline of numbers");
    }
    RegressionRows seen = LinearFeatures.of(parts.get(Part.TRAINING));
    Examples validation = parts.get(Part.VALIDATION);
    RegressionRows held = LinearFeatures.of(validation);
    Optional<String> obstacle = NumberBaselines.obstacle(seen, held, columns.size());
    if (obstacle.isPresent()) {
      return new BaselineOutcome.Absent(obstacle.get());
    }
    NumberBaselines.LinearOutcome linear =
        NumberBaselines.linear(
            seen, training, held, values(validation), LinearFeatures.of(scored), patience);
    return new BaselineOutcome.Predicted(
        of(scored, linear.predicted()), Optional.of(linear.note()));
  }

  /** {@code row}, {@code column}, {@code actual}, {@code prediction}. */
  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    NumberPredictions numbers = predictions.as(NumberPredictions.class);
    TableFrame frame = examples.frame().as(TableFrame.class);
    try (CsvTable csv = new CsvTable(out, List.of("row", "column", "actual", PREDICTION))) {
      for (int i = 0; i < numbers.size(); i++) {
        for (int c = 0; c < columns.size(); c++) {
          csv.row(
              List.of(
                  frame.recordNumber(i),
                  columns.get(c),
                  numbers.actual()[i][c],
                  numbers.predicted()[i][c]));
        }
      }
    }
  }

  @Override
  public Class<NumberPrediction> answer() {
    return NumberPrediction.class;
  }

  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    double[][] predicted = toOriginalUnits(outputs.get());
    return byColumn(
        Watched.PREDICTION, "predicted '%s'", predicted.length, (i, c) -> predicted[i][c]);
  }

  /** Observes actual minus predicted values. */
  @Override
  public List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    NumberPredictions made = predictions(labelled, outputs.get());
    return byColumn(
        Watched.ERROR,
        "residual of '%s'",
        made.size(),
        (i, c) -> made.actual()[i][c] - made.predicted()[i][c]);
  }

  /** A number of an example and a column. */
  private interface Cell {
    double of(int example, int column);
  }

  private List<Observed> byColumn(Watched of, String name, int examples, Cell cells) {
    List<Observed> observed = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      double[] values = new double[examples];
      for (int i = 0; i < examples; i++) {
        values[i] = cells.of(i, c);
      }
      observed.add(Observed.numbers(of, name.formatted(columns.get(c)), values));
    }
    return observed;
  }

  @Override
  public String use() {
    return "predicts numbers; use numbers(rows)";
  }

  @Override
  public List<NumberPrediction> answers(Examples unlabelled, float[][] outputs) {
    List<NumberPrediction> answers = new ArrayList<>();
    for (double[] row : toOriginalUnits(outputs)) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (int c = 0; c < row.length; c++) {
        values.put(columns.get(c), row[c]);
      }
      answers.add(new NumberPrediction(values));
    }
    return answers;
  }

  /** The columns of the input, then {@code prediction}, or one for each column of the target. */
  @Override
  public void write(CsvTable out, Frame unlabelled, List<NumberPrediction> answers) {
    AnswerRows rows = AnswerRows.of(unlabelled, added());
    out.row(rows.header());
    for (int i = 0; i < answers.size(); i++) {
      out.row(
          rows.row(
              i, answers.get(i).values().values().stream().map(FittedNumbers::readable).toList()));
    }
  }

  private List<String> added() {
    return columns.size() == 1
        ? List.of(PREDICTION)
        : columns.stream().map(column -> PREDICTION + "_" + column).toList();
  }

  /** {@code prediction}, or one for each column of the target. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<NumberPrediction> answers) {
    List<String> names = added();
    return answers.stream()
        .map(
            answer -> {
              Map<String, Object> document = new LinkedHashMap<>();
              for (int c = 0; c < names.size(); c++) {
                document.put(names.get(c), readable(answer.value(columns.get(c))));
              }
              return document;
            })
        .toList();
  }

  /** Nine digits, the most that a 32-bit float has. */
  private static double readable(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.9g", value));
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Numbers(columns, scales);
  }

  /** {@code columns} with their scale and {@code deviation}. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode byColumn = json.put("kind", "number").putObject("columns");
    for (int c = 0; c < columns.size(); c++) {
      ObjectNode column = byColumn.putObject(columns.get(c));
      scales.get(c).write(column);
      column.put("deviation", deviations[c]);
    }
    return json;
  }

  static FittedNumbers fromJson(
      List<String> columns, Map<String, NumberSpec> forms, JsonNode json) {
    List<Scale> scales = new ArrayList<>();
    double[] deviations = new double[columns.size()];
    for (int c = 0; c < deviations.length; c++) {
      JsonNode column = json.path("columns").path(columns.get(c));
      scales.add(Scale.of(column));
      deviations[c] = column.path("deviation").asDouble();
      if (!(deviations[c] > 0) || !Double.isFinite(deviations[c])) {
        throw FittedJson.damaged("deviation must be a number above 0");
      }
    }
    return new FittedNumbers(columns, forms, scales, deviations);
  }
}
