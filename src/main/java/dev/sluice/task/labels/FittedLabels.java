package dev.sluice.task.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.LabelBaselines;
import dev.sluice.evaluate.LabelPredictions;
import dev.sluice.evaluate.LabelThresholds;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.input.PartSummary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.Shortened;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.run.TestScores;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.DuplicateTexts;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The labels of the training part, each with the probability from which on it is predicted: one
 * from the config, or the one chosen on the validation part.
 */
public final class FittedLabels implements FittedTarget<LabelPrediction> {
  private static final String PREDICTION = "prediction";
  private static final int MISTAKES = 10;
  private static final int LONGEST_TEXT = 500; // of a mistake

  private final LabelCells cells;
  private final List<String> names;
  private final double[] thresholds; // (labels)
  private final int chosen; // thresholds that the validation part chose

  FittedLabels(LabelCells cells, List<String> names, double[] thresholds, int chosen) {
    this.cells = cells;
    this.names = List.copyOf(names);
    this.thresholds = thresholds;
    this.chosen = chosen;
  }

  /** Before thresholds are chosen. */
  static FittedLabels of(LabelCells cells, List<String> names) {
    double[] thresholds = new double[names.size()];
    Arrays.fill(thresholds, cells.spec().threshold().orElse(LabelThresholds.USUAL));
    return new FittedLabels(cells, names, thresholds, 0);
  }

  /** The names of the labels. */
  public List<String> names() {
    return names;
  }

  @Override
  public OutputShape.Labels shape() {
    return new OutputShape.Labels(names.size());
  }

  @Override
  public Collection<String> columns() {
    return cells.spec().allColumns();
  }

  @Override
  public Labels labels(Frame frame) {
    List<Problem> problems = new ArrayList<>();
    List<Set<String>> read = cells.read(frame.as(TableFrame.class), problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    Map<String, Integer> indexes = new HashMap<>();
    for (int k = 0; k < names.size(); k++) {
      indexes.put(names.get(k), k);
    }
    boolean[][] has = new boolean[read.size()][names.size()];
    int[] unseen = new int[read.size()];
    for (int i = 0; i < has.length; i++) {
      for (String name : read.get(i)) {
        Integer index = indexes.get(name);
        if (index == null) {
          unseen[i]++;
        } else {
          has[i][index] = true;
        }
      }
    }
    return new LabelRows(has, unseen);
  }

  private static LabelRows rows(Examples examples) {
    return examples.labels(LabelRows.class);
  }

  /** By part: how many rows have each label, no label, or a label that no training row has. */
  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("labels", LabelCounts.byPart(parts, names, FittedLabels::indexes));
    summary.put(
        "rows_without_label",
        PartSummary.byPart(
            parts,
            part ->
                IntStream.range(0, part.size())
                    .filter(
                        i -> given(rows(part).has()[i]).isEmpty() && rows(part).unseen()[i] == 0)
                    .count()));
    summary.put(
        "unseen_labels",
        PartSummary.byPart(parts, part -> Arrays.stream(rows(part).unseen()).sum()));
    return summary;
  }

  private static int[] indexes(Examples examples) {
    return Arrays.stream(rows(examples).has())
        .flatMapToInt(has -> IntStream.range(0, has.length).filter(k -> has[k]))
        .toArray();
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    Examples training = parts.get(Part.TRAINING);
    Map<List<String>, Integer> sets = new LinkedHashMap<>(); // those labels that stand together
    int[] setOf =
        Arrays.stream(rows(training).has())
            .mapToInt(has -> sets.computeIfAbsent(given(has), set -> sets.size()))
            .toArray();
    return Stream.concat(
            TellingColumns.ofClasses(training, String.join("', '", columns()), setOf).stream(),
            DuplicateTexts.look(parts).stream())
        .toList();
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    return Map.of("labels", given(rows(training).has()[example]));
  }

  private List<String> given(boolean[] has) {
    return IntStream.range(0, has.length).filter(k -> has[k]).mapToObj(names::get).toList();
  }

  private String joined(boolean[] has) {
    return String.join(cells.spec().written(), given(has));
  }

  /**
   * Chooses the threshold of each label by F1 on the validation part, unless the config has one for
   * all.
   */
  @Override
  public FittedLabels calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    if (cells.spec().threshold().isPresent()) {
      return this;
    }
    LabelThresholds found =
        LabelThresholds.choose(
            rows(parts.get(Part.VALIDATION)).has(), probabilities(outputs.get()), names.size());
    return new FittedLabels(cells, names, found.values(), found.chosen());
  }

  @Override
  public FittedLabels calibratedAs(FittedTarget<?> other) {
    FittedLabels learned = (FittedLabels) other;
    return new FittedLabels(cells, names, learned.thresholds, learned.chosen);
  }

  @Override
  public Optional<String> learned() {
    return chosen == 0
        ? Optional.empty()
        : Optional.of(
            "The thresholds of %s of %s labels were chosen on the validation part, by F1; the others are %s"
                .formatted(chosen, names.size(), LabelThresholds.USUAL));
  }

  private static double[][] probabilities(float[][] outputs) {
    return Arrays.stream(outputs)
        .map(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k]).toArray())
        .toArray(double[][]::new);
  }

  private LabelPredictions of(Examples labelled, double[][] probabilities, boolean[][] given) {
    LabelRows rows = rows(labelled);
    return new LabelPredictions(names, rows.has(), rows.unseen(), probabilities, given);
  }

  @Override
  public LabelPredictions predictions(Examples labelled, float[][] outputs) {
    double[][] probabilities = probabilities(outputs);
    return of(labelled, probabilities, LabelThresholds.given(probabilities, thresholds));
  }

  @Override
  public LabelPredictions perfect(Examples labelled) {
    boolean[][] has = rows(labelled).has();
    double[][] certain =
        Arrays.stream(has)
            .map(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k] ? 1 : 0).toArray())
            .toArray(double[][]::new);
    return of(labelled, certain, has);
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    return training.learn(parts -> baseline(baseline, parts, scored, patience));
  }

  private BaselineOutcome baseline(
      BaselineSpec baseline, Map<Part, Examples> parts, Examples scored, Patience patience) {
    Examples training = parts.get(Part.TRAINING);
    LabelPredictions nothing = perfect(scored);
    if (baseline.equals(new BaselineSpec.FrequentLabels())) {
      return LabelBaselines.frequent(rows(training).has(), nothing);
    }
    if (!baseline.equals(new BaselineSpec.BagOfWords())) {
      throw new IllegalArgumentException(baseline + " is no baseline of labels");
    }
    if (training.input().texts().isEmpty()) {
      return new BaselineOutcome.Absent("the input is not text");
    }
    return LabelBaselines.bagOfWords(
        tokenized(training),
        tokenized(parts.get(Part.VALIDATION)),
        tokenized(scored),
        nothing,
        cells.spec().threshold(),
        patience);
  }

  private static LabelBaselines.Tokenized tokenized(Examples examples) {
    Texts texts = examples.input().texts().orElseThrow();
    return new LabelBaselines.Tokenized(
        IntStream.range(0, texts.size()).mapToObj(texts::tokens).toList(),
        texts.allBeside(),
        rows(examples).has());
  }

  /** {@code row}, {@code actual}, {@code prediction}, and a probability for each label. */
  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    LabelPredictions rows = predictions.as(LabelPredictions.class);
    List<String> columns = new ArrayList<>(List.of("row", "actual"));
    columns.addAll(added());
    try (CsvTable csv = new CsvTable(out, columns)) {
      for (int i = 0; i < rows.size(); i++) {
        List<Object> row = new ArrayList<>();
        row.add(examples.frame().as(TableFrame.class).recordNumber(i));
        row.add(joined(rows.actual()[i]));
        row.add(joined(rows.given()[i]));
        Arrays.stream(rows.probabilities()[i]).forEach(row::add);
        csv.row(row);
      }
    }
  }

  /** The examples with the least probable labels, with all labels of an example together. */
  @Override
  public List<TestScores.Mistake> mistakes(Examples examples, Predictions predictions) {
    LabelPredictions rows = predictions.as(LabelPredictions.class);
    return rows.whyNone().isPresent()
        ? List.of()
        : IntStream.range(0, rows.size())
            .filter(i -> rows.errors(i) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> rows.probability(i, rows.actual()[i])))
            .limit(MISTAKES)
            .map(
                i ->
                    new TestScores.Mistake(
                        examples.frame().as(TableFrame.class).recordNumber(i),
                        joined(rows.actual()[i]),
                        joined(rows.given()[i]),
                        rows.probability(i, rows.actual()[i]),
                        rows.probability(i, rows.given()[i]),
                        examples
                            .input()
                            .texts()
                            .map(texts -> Shortened.to(LONGEST_TEXT, texts.text(i)))))
            .toList();
  }

  private List<String> added() {
    List<String> columns = new ArrayList<>(List.of(PREDICTION));
    names.forEach(name -> columns.add("p_" + name));
    return columns;
  }

  @Override
  public Class<LabelPrediction> answer() {
    return LabelPrediction.class;
  }

  @Override
  public List<String> counted(LabelPrediction answer) {
    return answer.labels();
  }

  /** Observes the labels, and how many are predicted for a row. */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    List<LabelPrediction> answers = answers(examples, outputs.get());
    return List.of(
        Observed.categories(
            Watched.PREDICTION,
            "predicted labels",
            Observed.counts(answers.stream().flatMap(answer -> answer.labels().stream()).toList())),
        Observed.numbers(
            Watched.PREDICTION,
            "labels of a row",
            answers.stream().mapToDouble(answer -> answer.labels().size()).toArray()));
  }

  @Override
  public List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    LabelPredictions made = predictions(labelled, outputs.get());
    return List.of(
        Observed.numbers(
                Watched.ERROR,
                "wrong labels of a row",
                IntStream.range(0, made.size()).mapToDouble(made::errors).toArray())
            .betterLow());
  }

  /** A row may have no label at all, which is an empty cell. */
  @Override
  public boolean knows(Table rows, int row) {
    return true;
  }

  @Override
  public String use() {
    return "gives labels; use labels(text) or labels(rows)";
  }

  @Override
  public List<LabelPrediction> answers(Examples unlabelled, float[][] outputs) {
    double[][] probabilities = probabilities(outputs);
    boolean[][] given = LabelThresholds.given(probabilities, thresholds);
    List<LabelPrediction> answers = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      Map<String, Double> byName = new LinkedHashMap<>();
      for (int k = 0; k < names.size(); k++) {
        byName.put(names.get(k), probabilities[i][k]);
      }
      answers.add(new LabelPrediction(given(given[i]), byName));
    }
    return answers;
  }

  /** The columns of the input, then the labels with the separator, and the probability of each. */
  @Override
  public void write(CsvTable out, Frame frame, List<LabelPrediction> answers) {
    AnswerRows rows = AnswerRows.of(frame, added());
    out.row(rows.header());
    for (int i = 0; i < frame.size(); i++) {
      List<Object> values =
          new ArrayList<>(List.of(String.join(cells.spec().written(), answers.get(i).labels())));
      answers.get(i).probabilities().values().forEach(p -> values.add(ReadableNumber.of(p)));
      out.row(rows.row(i, values));
    }
  }

  /** {@code labels} and {@code probabilities} by label. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<LabelPrediction> answers) {
    return answers.stream()
        .map(
            answer -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("labels", answer.labels());
              document.put("probabilities", ReadableNumber.rounded(answer.probabilities()));
              return document;
            })
        .toList();
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Labels(names, Arrays.stream(thresholds).boxed().toList());
  }

  /** {@code labels} by index with their {@code thresholds}, in their {@code normal_form}. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "labels");
    cells.form().write(json);
    names.forEach(json.putArray("labels")::add);
    Arrays.stream(thresholds).forEach(json.putArray("thresholds")::add);
    return json;
  }
}
