package dev.sluice.task.tags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.TagPredictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.StepFrame;
import dev.sluice.input.PartSummary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.LabelCounts;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.TrainingParts;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The tags, how tokens get them, and what is written about them. */
public final class FittedTags implements FittedTarget<TagPrediction> {
  private static final String PREDICTION = "prediction";
  private static final int WATCHED = 20; // tags
  private static final String PROBABILITY = "p";

  private final TargetSpec.Tags target;
  private final String tokens; // the column of the tokens
  private final TagSet tags;

  FittedTags(TargetSpec.Tags target, String tokens, TagSet tags) {
    this.target = target;
    this.tokens = tokens;
    this.tags = tags;
  }

  @Override
  public OutputShape.StepClasses shape() {
    return new OutputShape.StepClasses(
        names().size(),
        target.crf().map(crf -> new OutputShape.Chain(tags.onlyAfter(target.scheme()))));
  }

  /** The names of the tags. */
  public List<String> names() {
    return tags.names();
  }

  @Override
  public Collection<String> columns() {
    return List.of(target.column());
  }

  @Override
  public Labels labels(Frame frame) {
    return new TagLabels(tags.indexesOf(target, tokens, frame.as(StepFrame.class)));
  }

  private static int[][] indexes(Examples examples) {
    return examples.labels(TagLabels.class).tags();
  }

  /** {@code classes}: how many tokens have each tag, by part. */
  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    return Map.of(
        "classes", LabelCounts.byPart(parts, names(), examples -> together(indexes(examples))));
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    return TagCheck.ALL.stream()
        .flatMap(check -> check.look(target, names(), parts).stream())
        .toList();
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    int[] ofExample = indexes(training)[example];
    return Map.of(
        "tags", PartSummary.firstOf(Arrays.stream(ofExample).mapToObj(names()::get).toList()));
  }

  @Override
  public TagPredictions predictions(Examples labelled, float[][] outputs) {
    int[][] actual = indexes(labelled);
    List<double[]> probabilities = new ArrayList<>();
    List<Integer> tagged = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      for (int t = 0; t < actual[i].length; t++) {
        probabilities.add(step(outputs[i], t));
        tagged.add(tag(outputs[i], t));
      }
    }
    return of(
        new ClassPredictions(
            names(),
            together(actual),
            probabilities.toArray(new double[0][]),
            tagged.stream().mapToInt(Integer::intValue).toArray()),
        actual);
  }

  private TagPredictions of(ClassPredictions ofTokens, int[][] actual) {
    int[] ends = Arrays.stream(actual).mapToInt(example -> example.length).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    return new TagPredictions(ofTokens, ends, target.scheme() == TargetSpec.Tags.Scheme.IOB2);
  }

  private static int[] together(int[][] ofExamples) {
    return Arrays.stream(ofExamples).flatMapToInt(Arrays::stream).toArray();
  }

  /** The probabilities of one step, (tags). */
  private double[] step(float[] output, int step) {
    int count = names().size();
    double[] ofStep = new double[count];
    for (int k = 0; k < count; k++) {
      ofStep[k] = output[step * shape().numbers() + k];
    }
    return ofStep;
  }

  /** The tag of one step: the one on the best path, where there are paths. */
  private int tag(float[] output, int step) {
    return target.crf().isPresent()
        ? (int) output[step * shape().numbers() + names().size()]
        : ClassPredictions.mostProbable(step(output, step));
  }

  @Override
  public TagPredictions perfect(Examples labelled) {
    int[] actual = together(indexes(labelled));
    double[][] certain = new double[actual.length][names().size()];
    for (int i = 0; i < actual.length; i++) {
      certain[i][actual[i]] = 1;
    }
    return of(new ClassPredictions(names(), actual, certain), indexes(labelled));
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    if (!baseline.equals(new BaselineSpec.FrequentTag())) {
      throw new IllegalArgumentException(baseline + " is no baseline of tags");
    }
    return training.learn(parts -> frequent(parts.get(Part.TRAINING), scored));
  }

  private BaselineOutcome frequent(Examples training, Examples scored) {
    FrequentTags fitted =
        new FrequentTags(training.input().texts().orElseThrow(), indexes(training), names().size());
    int[][] actual = indexes(scored);
    return new BaselineOutcome.Predicted(
        of(fitted.predict(names(), scored.input().texts().orElseThrow(), together(actual)), actual),
        Optional.empty());
  }

  /** {@code row}, {@code step}, {@code token}, {@code actual}, {@code prediction}, {@code p}. */
  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    ClassPredictions ofTokens = predictions.as(ClassPredictions.class);
    StepFrame frame = examples.frame().as(StepFrame.class);
    int column = frame.table().indexOf(tokens);
    try (CsvTable csv =
        new CsvTable(out, List.of("row", "step", "token", "actual", PREDICTION, PROBABILITY))) {
      int at = 0;
      for (int i = 0; i < frame.size(); i++) {
        int step = 1;
        for (String token : frame.values(i, column)) {
          int predicted = ofTokens.predicted(at);
          csv.row(
              List.of(
                  frame.recordNumber(i),
                  step++,
                  token,
                  names().get(ofTokens.actual()[at]),
                  names().get(predicted),
                  ofTokens.probabilities()[at][predicted]));
          at++;
        }
      }
    }
  }

  @Override
  public Class<TagPrediction> answer() {
    return TagPrediction.class;
  }

  @Override
  public List<String> counted(TagPrediction answer) {
    return answer.tags();
  }

  /**
   * Observes, for each sequence, the share of its tokens that have each of the first tags, and the
   * probability that the model gives its tags: tokens of a sequence are not independent.
   */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    List<TagPrediction> answers = answers(examples, outputs.get());
    List<Observed> observed = new ArrayList<>();
    for (String tag : names().subList(0, Math.min(WATCHED, names().size()))) {
      observed.add(
          Observed.numbers(
              Watched.PREDICTION,
              "share of tag '%s'".formatted(tag),
              answers.stream()
                  .mapToDouble(
                      answer ->
                          (double) Collections.frequency(answer.tags(), tag) / answer.tags().size())
                  .toArray()));
    }
    observed.add(
        Observed.numbers(
            Watched.PREDICTION,
            "confidence",
            answers.stream()
                .mapToDouble(
                    answer ->
                        answer.probabilities().stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElse(Double.NaN))
                .toArray()));
    return observed;
  }

  @Override
  public List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    int[][] actual = indexes(labelled);
    float[][] given = outputs.get();
    double[] right = new double[actual.length];
    for (int i = 0; i < right.length; i++) {
      for (int t = 0; t < actual[i].length; t++) {
        right[i] += actual[i][t] == tag(given[i], t) ? 1.0 / actual[i].length : 0;
      }
    }
    return List.of(Observed.numbers(Watched.ERROR, "share of right tags", right).betterHigh());
  }

  @Override
  public String use() {
    return "tags tokens; use tag(tokens)";
  }

  @Override
  public List<TagPrediction> answers(Examples unlabelled, float[][] outputs) {
    return Arrays.stream(outputs).map(this::answer).toList();
  }

  private TagPrediction answer(float[] output) {
    List<String> best = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int t = 0; t < output.length / shape().numbers(); t++) {
      double[] ofStep = step(output, t);
      int tag = tag(output, t);
      best.add(names().get(tag));
      probabilities.add(ofStep[tag]);
    }
    return new TagPrediction(best, probabilities);
  }

  /** The columns of the input; then the tag of each token and its probability. */
  @Override
  public void write(CsvTable out, Frame unlabelled, List<TagPrediction> answers) {
    StepFrame frame = unlabelled.as(StepFrame.class);
    List<String> columns = new ArrayList<>(frame.table().columns());
    for (String added : List.of(PREDICTION, PROBABILITY)) {
      if (columns.contains(added)) {
        throw new UserException(
            Problem.inFile(
                frame.table().name(),
                "has a column '%s', which predict would add".formatted(added),
                "rename or remove it"));
      }
    }
    columns.add(PREDICTION);
    columns.add(PROBABILITY);
    out.row(columns);
    for (int i = 0; i < answers.size(); i++) {
      TagPrediction answer = answers.get(i);
      for (int row = 0; row < frame.rows(i); row++) {
        List<Object> cells = new ArrayList<>();
        for (int c = 0; c < frame.table().columns().size(); c++) {
          cells.add(frame.cell(i, row, c));
        }
        boolean together = frame.rows(i) < answer.tags().size();
        cells.add(together ? String.join(" ", answer.tags()) : answer.tags().get(row));
        cells.add(
            together
                ? String.join(
                    " ", answer.probabilities().stream().map(FittedTags::readable).toList())
                : readable(answer.probabilities().get(row)));
        out.row(cells);
      }
    }
  }

  /** {@code tags} and {@code probabilities}, one for each token. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<TagPrediction> answers) {
    return answers.stream()
        .map(
            answer -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("tags", answer.tags());
              document.put(
                  "probabilities",
                  answer.probabilities().stream().map(p -> Double.valueOf(readable(p))).toList());
              return document;
            })
        .toList();
  }

  private static String readable(double probability) {
    return String.format(Locale.ROOT, "%.6f", probability);
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Tags(names());
  }

  /** {@code tags} by index, in their {@code normal_form}. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "tags");
    tags.form().write(json);
    names().forEach(json.putArray("tags")::add);
    return json;
  }
}
