package dev.sluice.task.classes;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassBaselines;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.Part;
import dev.sluice.input.text.TextDataset;
import dev.sluice.input.text.TextExamples;
import dev.sluice.input.text.TextPipeline;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of two or more classes for each text. */
public final class ClassTask implements Task<TargetSpec.ClassTarget, ClassPrediction> {
  private static final String PREDICTION = "prediction";

  @Override
  public Class<TargetSpec.ClassTarget> spec() {
    return TargetSpec.ClassTarget.class;
  }

  /** As many classes as an explicit output layer has units. */
  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.Classes(
        Math.max(2, config.output().flatMap(LayerSpec.Output::units).orElse(2)));
  }

  private static List<String> classes(FittedPipeline pipeline) {
    return ((TextPipeline) pipeline).classes();
  }

  private static TextExamples texts(Examples examples) {
    return (TextExamples) examples;
  }

  @Override
  public ClassPredictions predictions(
      FittedPipeline pipeline, Examples labelled, float[][] outputs) {
    return new ClassPredictions(
        classes(pipeline), texts(labelled).labels(), probabilities(outputs));
  }

  @Override
  public ClassPredictions perfect(FittedPipeline pipeline, Examples labelled) {
    int[] labels = texts(labelled).labels();
    double[][] certain = new double[labels.length][classes(pipeline).size()];
    for (int i = 0; i < labels.length; i++) {
      certain[i][labels[i]] = 1;
    }
    return new ClassPredictions(classes(pipeline), labels, certain);
  }

  /** One column is the probability of class 1 of two; more are those of each class. */
  private static double[][] probabilities(float[][] outputs) {
    return Arrays.stream(outputs)
        .map(row -> row.length == 1 ? new double[] {1 - (double) row[0], row[0]} : widen(row))
        .toArray(double[][]::new);
  }

  private static double[] widen(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }

  @Override
  public Map<BaselineSpec, BaselineOutcome> baselines(
      EvaluationPlan plan, Optional<Dataset> training, Examples scored, Predictions model) {
    if (training.isEmpty()) {
      return plan.baselines().stream()
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  baseline ->
                      new BaselineOutcome.Absent("the data of the training are not at hand")));
    }
    TextDataset data = (TextDataset) training.get();
    return ClassBaselines.all(
        plan.baselines(),
        data.pipeline().classes(),
        labelled(data.examples(Part.TRAINING)),
        labelled(data.examples(Part.VALIDATION)),
        labelled(texts(scored)));
  }

  private static LabelledTexts labelled(TextExamples texts) {
    List<List<String>> tokens = IntStream.range(0, texts.size()).mapToObj(texts::tokens).toList();
    return new LabelledTexts(tokens, texts.labels());
  }

  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    ClassPredictions rows = predictions.as(ClassPredictions.class);
    List<String> columns = new ArrayList<>(List.of("row", "actual"));
    columns.addAll(added(rows.classes()));
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < rows.size(); i++) {
        List<Object> row = new ArrayList<>();
        row.add(texts(examples).recordNumber(i));
        row.add(rows.classes().get(rows.actual()[i]));
        row.add(rows.classes().get(rows.predicted(i)));
        Arrays.stream(rows.probabilities()[i]).forEach(row::add);
        csv.row(row);
      }
    }
  }

  private static List<String> added(List<String> classes) {
    List<String> columns = new ArrayList<>(List.of(PREDICTION));
    classes.forEach(name -> columns.add("p_" + name));
    return columns;
  }

  @Override
  public Class<ClassPrediction> answer() {
    return ClassPrediction.class;
  }

  @Override
  public String use() {
    return "classifies texts; ask classify(text)";
  }

  @Override
  public List<ClassPrediction> answers(
      FittedPipeline pipeline, Examples unlabelled, float[][] outputs) {
    List<String> classes = classes(pipeline);
    List<ClassPrediction> answers = new ArrayList<>();
    for (double[] row : probabilities(outputs)) {
      Map<String, Double> probabilities = new LinkedHashMap<>();
      for (int c = 0; c < row.length; c++) {
        probabilities.put(classes.get(c), row[c]);
      }
      answers.add(
          new ClassPrediction(classes.get(ClassPredictions.mostProbable(row)), probabilities));
    }
    return answers;
  }

  /** The columns of the input, then the class and the probability of each. */
  @Override
  public void write(
      Writer out, Table rows, FittedPipeline pipeline, List<ClassPrediction> answers) {
    List<String> added = added(classes(pipeline));
    refuseTwice(rows, added);
    List<String> columns = new ArrayList<>(rows.columns());
    columns.addAll(added);
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < rows.size(); i++) {
        ClassPrediction answer = answers.get(i);
        List<Object> row = new ArrayList<>();
        for (int c = 0; c < rows.columns().size(); c++) {
          row.add(rows.value(i, c));
        }
        row.add(answer.label());
        row.addAll(answer.probabilities().values());
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
}
