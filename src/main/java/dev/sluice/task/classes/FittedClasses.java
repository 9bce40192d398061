package dev.sluice.task.classes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BagOfWords;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassBaselines;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.Temperature;
import dev.sluice.evaluate.ThresholdChoice;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.CsvTable;
import dev.sluice.run.TestScores;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.Explained;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.LabelCounts;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.ReadableNumber;
import dev.sluice.task.TellingColumns;
import dev.sluice.task.TrainingParts;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The classes of the training part: rows get the index of theirs, outputs are probabilities. */
public final class FittedClasses implements FittedTarget<ClassPrediction> {
  private static final String PREDICTION = "prediction";
  private static final int MISTAKES = 10;

  private final TargetSpec.ClassTarget spec;
  private final Classes classes;
  private final List<Double> weights; // of the classes in training; empty for ones
  private final Optional<LinearPath> linear; // empty before it is fitted, too
  private final Decision decision;

  FittedClasses(
      TargetSpec.ClassTarget spec,
      Classes classes,
      List<Double> weights,
      Optional<LinearPath> linear,
      Decision decision) {
    this.spec = spec;
    this.classes = classes;
    this.weights = weights;
    this.linear = linear;
    this.decision = decision;
  }

  @Override
  public OutputShape.Classes shape() {
    return new OutputShape.Classes(classes.count(), weights);
  }

  /** The names of the classes; class 1 of two is the positive one. */
  public List<String> names() {
    return classes.names();
  }

  @Override
  public Collection<String> columns() {
    return List.of(column());
  }

  @Override
  public Labels labels(Frame frame) {
    return new ClassLabels(classes.indexesOf(column(), frame.as(TableFrame.class)));
  }

  /** The classes of examples by index; (examples). */
  static int[] indexes(Examples examples) {
    return examples.labels(ClassLabels.class).classes();
  }

  /**
   * {@code classes}: the number of examples of each, by part; {@code linear_terms}: the number of
   * terms of the linear path.
   */
  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("classes", LabelCounts.byPart(parts, names(), FittedClasses::indexes));
    if (spec.linear().isPresent()) {
      summary.put("linear_terms", BagOfWords.terms(names(), labelled(parts.get(Part.TRAINING))));
    }
    return summary;
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    Examples training = parts.get(Part.TRAINING);
    return Stream.concat(
            TellingColumns.ofClasses(training, column(), indexes(training)).stream(),
            ClassCheck.ALL.stream().flatMap(check -> check.look(this, parts).stream()))
        .toList();
  }

  String column() {
    return spec.column();
  }

  /** Of the linear path. */
  @Override
  public List<Problem> faults(Map<Part, Examples> parts) {
    if (spec.linear().isEmpty()) {
      return List.of();
    }
    Examples training = parts.get(Part.TRAINING);
    return (training.input().texts().isEmpty()
            ? Optional.of("the input is not text")
            : BagOfWords.obstacle(
                names(), labelled(training), labelled(parts.get(Part.VALIDATION))))
        .map(why -> Problem.atKey("data.target.class.linear", why, "remove it")).stream().toList();
  }

  @Override
  public List<Problem> faults(EvaluationSpec asked, Map<Part, Examples> parts) {
    List<Problem> problems = new ArrayList<>();
    if (asked.threshold().isPresent() && classes.count() > 2) {
      problems.add(
          Problem.atKey(
              "evaluation.threshold",
              "has an effect only for two classes, and there are %s".formatted(classes.count()),
              "remove it: of more classes the most probable one is predicted"));
    }
    List<String> columns = parts.get(Part.TRAINING).frame().as(TableFrame.class).table().columns();
    List<String> slices = asked.slices().orElse(List.of());
    for (int i = 0; i < slices.size(); i++) {
      if (!columns.contains(slices.get(i))) {
        problems.add(
            Problem.atKey(
                "evaluation.slices[%s]".formatted(i),
                "there is no column '%s'".formatted(slices.get(i)),
                NearNames.nearest(slices.get(i), columns)
                        .map("did you mean '%s'?  "::formatted)
                        .orElse("")
                    + "columns: "
                    + String.join(", ", columns)));
      }
    }
    return problems;
  }

  @Override
  public FittedClasses calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    return spec.linear().isEmpty()
        ? this
        : with(
            Optional.of(
                LinearPath.of(
                    names(),
                    labelled(parts.get(Part.TRAINING)).alone(),
                    labelled(parts.get(Part.VALIDATION)).alone(),
                    probabilities(outputs.get()),
                    stop::getAsBoolean)),
            decision);
  }

  @Override
  public FittedClasses chosen(
      EvaluationSpec asked, Examples validation, Supplier<float[][]> outputs) {
    return asked.threshold().isEmpty() && asked.calibrate().isEmpty()
        ? this
        : with(
            linear,
            Decision.of(
                asked,
                new ClassPredictions(
                    names(), indexes(validation), raw(validation, outputs.get()))));
  }

  @Override
  public FittedClasses calibratedAs(FittedTarget<?> other) {
    FittedClasses learned = (FittedClasses) other;
    return with(learned.linear, learned.decision);
  }

  private FittedClasses with(Optional<LinearPath> path, Decision made) {
    return new FittedClasses(spec, classes, weights, path, made);
  }

  @Override
  public Optional<String> learned() {
    Optional<String> ofDecision = decision.sentence(names());
    return linear.isEmpty()
        ? ofDecision
        : Optional.of(linear.get().sentence() + ofDecision.map(". "::concat).orElse(""));
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    return Map.of("class", names().get(indexes(training)[example]));
  }

  @Override
  public ClassPredictions predictions(Examples labelled, float[][] outputs) {
    return decision.predictions(names(), indexes(labelled), raw(labelled, outputs));
  }

  @Override
  public ClassPredictions perfect(Examples labelled) {
    int[] labels = indexes(labelled);
    double[][] certain = new double[labels.length][classes.count()];
    for (int i = 0; i < labels.length; i++) {
      certain[i][labels[i]] = 1;
    }
    return new ClassPredictions(names(), labels, certain);
  }

  /** Those of the network and the linear path together. */
  private double[][] raw(Examples examples, float[][] outputs) {
    double[][] network = probabilities(outputs);
    return linear
        .map(path -> path.joined(network, examples.input().texts().orElseThrow()::tokens))
        .orElse(network);
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
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    if (baseline.equals(new BaselineSpec.BagOfWords())
        && linear.isPresent()
        && scored.input().texts().filter(texts -> texts.otherColumns().isEmpty()).isPresent()) {
      return new BaselineOutcome.Predicted(
          linear.get().alone(names(), labelled(scored)),
          Optional.of(ClassBaselines.chosenStrength(linear.get().strength())));
    }
    return training.learn(parts -> baseline(baseline, parts, scored, patience));
  }

  private BaselineOutcome baseline(
      BaselineSpec baseline, Map<Part, Examples> parts, Examples scored, Patience patience) {
    Examples training = parts.get(Part.TRAINING);
    if (baseline.equals(new BaselineSpec.Majority())) {
      return new BaselineOutcome.Predicted(
          ClassBaselines.majority(names(), indexes(training), indexes(scored)), Optional.empty());
    }
    if (!baseline.equals(new BaselineSpec.BagOfWords())) {
      throw new IllegalArgumentException(baseline + " is no baseline of classes");
    }
    if (training.input().texts().isEmpty()) {
      return new BaselineOutcome.Absent("the input is not text");
    }
    return ClassBaselines.bagOfWords(
        names(),
        labelled(training),
        labelled(parts.get(Part.VALIDATION)),
        labelled(scored),
        patience);
  }

  private static LabelledTexts labelled(Examples examples) {
    Texts texts = examples.input().texts().orElseThrow();
    return new LabelledTexts(
        IntStream.range(0, texts.size()).mapToObj(texts::tokens).toList(),
        texts.allBeside(),
        indexes(examples));
  }

  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    ClassPredictions rows = predictions.as(ClassPredictions.class);
    List<String> columns = new ArrayList<>(List.of("row", "actual"));
    columns.addAll(added());
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < rows.size(); i++) {
        List<Object> row = new ArrayList<>();
        row.add(examples.frame().as(TableFrame.class).recordNumber(i));
        row.add(names().get(rows.actual()[i]));
        row.add(names().get(rows.predicted(i)));
        Arrays.stream(rows.probabilities()[i]).forEach(row::add);
        csv.row(row);
      }
    }
  }

  @Override
  public List<TestScores.Mistake> mistakes(Examples examples, Predictions predictions) {
    ClassPredictions rows = predictions.as(ClassPredictions.class);
    return rows.whyNone().isPresent() ? List.of() : new TestPart(examples, rows).mistakes(MISTAKES);
  }

  @Override
  public Optional<ClassEvaluation> evaluation(
      EvaluationSpec asked, Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    ClassPredictions rows = predictions.as(ClassPredictions.class);
    return rows.whyNone().isPresent()
        ? Optional.empty()
        : Optional.of(
            new TestPart(scored, rows).evaluation(spec, asked, decision, parts.get(Part.TRAINING)));
  }

  @Override
  public Optional<Explained> explained() {
    return Optional.of(new ClassOdds(names(), linear, decision.temperature()));
  }

  private List<String> added() {
    List<String> columns = new ArrayList<>(List.of(PREDICTION));
    names().forEach(name -> columns.add("p_" + name));
    return columns;
  }

  @Override
  public Class<ClassPrediction> answer() {
    return ClassPrediction.class;
  }

  @Override
  public List<String> counted(ClassPrediction answer) {
    return List.of(answer.label());
  }

  /** Observes the classes, and the probabilities that the model gives them. */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    List<ClassPrediction> answers = answers(examples, outputs.get());
    return List.of(
        Observed.categories(
            Watched.PREDICTION,
            "predicted class",
            Observed.counts(answers.stream().map(ClassPrediction::label).toList())),
        Observed.numbers(
            Watched.PREDICTION,
            "confidence",
            answers.stream()
                .mapToDouble(answer -> answer.probabilities().get(answer.label()))
                .toArray()));
  }

  /** Observes correct and wrong answers, and the actual classes. */
  @Override
  public List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    ClassPredictions predictions = predictions(labelled, outputs.get());
    List<String> right = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      right.add(predictions.actual()[i] == predictions.predicted(i) ? "right" : "wrong");
      actual.add(names().get(predictions.actual()[i]));
    }
    return List.of(
        Observed.categories(Watched.ERROR, "accuracy", Observed.counts(right))
            .betterWithMore("right"),
        Observed.categories(Watched.ERROR, "actual class", Observed.counts(actual)));
  }

  @Override
  public String use() {
    return "classifies; use classify(text) or classify(rows)";
  }

  @Override
  public List<ClassPrediction> answers(Examples unlabelled, float[][] outputs) {
    List<ClassPrediction> answers = new ArrayList<>();
    for (double[] row : decision.probabilities(raw(unlabelled, outputs))) {
      Map<String, Double> probabilities = new LinkedHashMap<>();
      for (int c = 0; c < row.length; c++) {
        probabilities.put(names().get(c), row[c]);
      }
      answers.add(new ClassPrediction(names().get(decision.answer(row)), probabilities));
    }
    return answers;
  }

  /** The columns of the input, then the class and the probability of each. */
  @Override
  public void write(CsvTable out, Frame frame, List<ClassPrediction> answers) {
    AnswerRows rows = AnswerRows.of(frame, added());
    out.row(rows.header());
    for (int i = 0; i < frame.size(); i++) {
      List<Object> values = new ArrayList<>(List.of(answers.get(i).label()));
      answers.get(i).probabilities().values().forEach(p -> values.add(ReadableNumber.of(p)));
      out.row(rows.row(i, values));
    }
  }

  /** {@code prediction} and {@code probabilities} by class. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<ClassPrediction> answers) {
    return answers.stream()
        .map(
            answer -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put(PREDICTION, answer.label());
              document.put("probabilities", ReadableNumber.rounded(answer.probabilities()));
              return document;
            })
        .toList();
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Classes(
        names(),
        linear.map(path -> path),
        decision.temperature().map(Temperature::value),
        decision.threshold().map(ThresholdChoice::value));
  }

  /**
   * {@code classes} by index, in their {@code normal_form}; {@code linear}, {@code temperature} and
   * {@code threshold} if there are such.
   */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "class");
    classes.form().write(json);
    names().forEach(json.putArray("classes")::add);
    linear.ifPresent(path -> json.set("linear", path.toJson()));
    decision.write(json);
    return json;
  }
}
