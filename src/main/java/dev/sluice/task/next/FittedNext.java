package dev.sluice.task.next;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.batch.Documents;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.TokenPredictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.input.text.FittedDocuments;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.TrainingParts;
import java.io.Writer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The probability of texts, token by token. */
public final class FittedNext implements FittedTarget<TextProbability> {
  private static final int MOST_ORDER = 5;
  private static final int SHOWN = 8; // tokens

  private final FittedDocuments input;

  FittedNext(FittedDocuments input) {
    this.input = input;
  }

  @Override
  public OutputShape.NextTokens shape() {
    return new OutputShape.NextTokens(input.vocabulary().size());
  }

  @Override
  public Collection<String> columns() {
    return List.of();
  }

  @Override
  public Labels labels(Frame frame) {
    return new NextLabels();
  }

  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    return Map.of();
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    return List.of();
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    int[] ids = documents(training).ids()[example];
    int seen = Math.min(SHOWN, ids.length - 1);
    if (seen < 1) {
      return Map.of();
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("after", Arrays.stream(ids, 0, seen).mapToObj(input::shown).toList());
    shown.put("next", input.shown(ids[seen]));
    return shown;
  }

  private static Documents documents(Examples examples) {
    return examples.input().documents().orElseThrow();
  }

  @Override
  public TokenPredictions predictions(Examples labelled, float[][] outputs) {
    int tokens = Math.toIntExact(documents(labelled).predictions());
    float[] logProbabilities = new float[tokens];
    boolean[] right = new boolean[tokens];
    int at = 0;
    for (float[] document : outputs) {
      for (int t = 0; t < document.length; t += 2) {
        logProbabilities[at] = document[t];
        right[at++] = document[t + 1] != 0;
      }
    }
    int[][] ids = documents(labelled).ids();
    return new TokenPredictions(
        logProbabilities,
        Optional.of(right),
        Arrays.stream(ids).mapToLong(document -> document.length).sum(),
        Arrays.stream(ids)
            .flatMapToInt(Arrays::stream)
            .filter(id -> id == Vocabulary.UNKNOWN)
            .count());
  }

  @Override
  public TokenPredictions perfect(Examples labelled) {
    int tokens = Math.toIntExact(documents(labelled).predictions());
    boolean[] right = new boolean[tokens];
    Arrays.fill(right, true);
    return new TokenPredictions(new float[tokens], Optional.of(right));
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    int order = baseline.equals(new BaselineSpec.Ngram()) ? MOST_ORDER : 1;
    return training.learn(
        parts ->
            outcome(
                Ngrams.of(documents(parts.get(Part.TRAINING)), order, shape().count(), patience),
                order,
                scored,
                patience));
  }

  private static BaselineOutcome outcome(
      Ngrams ngrams, int order, Examples scored, Patience patience) {
    return new BaselineOutcome.Predicted(
        ngrams.predict(documents(scored), order, patience),
        ngrams.order() < order && order > 1
            ? Optional.of(
                "It counts runs of %s tokens, as there are too many longer ones."
                    .formatted(ngrams.order()))
            : Optional.empty());
  }

  /** {@code row}, {@code step}, {@code actual}, {@code log_probability}, {@code right}. */
  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    TokenPredictions tokens = predictions.as(TokenPredictions.class);
    TableFrame frame = examples.frame().as(TableFrame.class);
    Documents documents = documents(examples);
    try (CsvTable csv =
        new CsvTable(out, List.of("row", "step", "actual", "log_probability", "right"))) {
      int at = 0;
      for (int i = 0; i < frame.size(); i++) {
        int[] ids = documents.ids()[i];
        for (int t = 0; t < documents.predictions(i); t++) {
          csv.row(
              List.of(
                  frame.recordNumber(i),
                  t + 1,
                  input.shown(t < ids.length ? ids[t] : Documents.BORDER),
                  readable(tokens.logProbabilities()[at]),
                  tokens.right().orElseThrow()[at] ? "true" : "false"));
          at++;
        }
      }
    }
  }

  @Override
  public Class<TextProbability> answer() {
    return TextProbability.class;
  }

  @Override
  public String insteadOfExplanation() {
    return "predict: it gives the probability of each text";
  }

  /** Observes the probability of a token in each text. */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    return List.of(
        Observed.numbers(
            Watched.PREDICTION,
            "log probability of a token",
            answers(examples, outputs.get()).stream()
                .mapToDouble(
                    answer ->
                        answer.tokens() == 0
                            ? Double.NaN
                            : answer.logProbability() / answer.tokens())
                .toArray()));
  }

  @Override
  public String use() {
    return "gives probabilities of texts and writes texts; use predict(rows), or a Generator";
  }

  @Override
  public List<TextProbability> answers(Examples unlabelled, float[][] outputs) {
    return Arrays.stream(outputs).map(FittedNext::answer).toList();
  }

  private static TextProbability answer(float[] document) {
    double sum = 0;
    for (int t = 0; t < document.length; t += 2) {
      sum += document[t];
    }
    return new TextProbability(sum, document.length / 2);
  }

  /**
   * The columns of the input; then {@code log_probability} and {@code perplexity}, which are empty
   * for a text without tokens.
   */
  @Override
  public void write(CsvTable out, Frame unlabelled, List<TextProbability> answers) {
    AnswerRows rows = AnswerRows.of(unlabelled, List.of("log_probability", "perplexity"));
    out.row(rows.header());
    for (int i = 0; i < answers.size(); i++) {
      TextProbability answer = answers.get(i);
      out.row(
          rows.row(
              i,
              List.of(
                  readable(answer.logProbability()),
                  answer.tokens() == 0 ? "" : readable(answer.perplexity()))));
    }
  }

  /** {@code log_probability} and {@code perplexity}, null for a text without tokens. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<TextProbability> answers) {
    return answers.stream()
        .map(
            answer -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("log_probability", Double.valueOf(readable(answer.logProbability())));
              document.put(
                  "perplexity",
                  answer.tokens() == 0 ? null : Double.valueOf(readable(answer.perplexity())));
              return document;
            })
        .toList();
  }

  private static String readable(double number) {
    return String.format(Locale.ROOT, "%.6f", number);
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Next();
  }

  /** Nothing but its {@code kind}. */
  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put("kind", "next");
  }
}
