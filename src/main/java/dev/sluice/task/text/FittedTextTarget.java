package dev.sluice.task.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.TextPredictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.input.PartSummary;
import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.TextAttention;
import dev.sluice.shape.TextOutput;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.AnswerRows;
import dev.sluice.task.FittedTarget;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The vocabulary of the texts to write, whose last two ids are start and end of a text; how texts
 * become ids and ids texts.
 */
public final class FittedTextTarget implements FittedTarget<TextPrediction> {
  private static final String ALIGNMENT = "alignment";
  private static final List<String> ADDED = List.of("prediction", "log_probability");
  private static final List<String> ADDED_ALIGNED =
      List.of("prediction", "log_probability", ALIGNMENT);

  private static final int SHOWN = 3; // texts
  private static final int SHOWN_TOKENS = 40; // of each

  private final TargetSpec.Text target;
  private final Vocabulary vocabulary;
  private final Tokenizer tokenizer;
  private final OutputShape.Text shape;

  FittedTextTarget(TargetSpec.Text target, Tokenizer tokenizer, Vocabulary vocabulary) {
    this.target = target;
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    shape = shape(target, vocabulary.size());
  }

  @Override
  public OutputShape.Text shape() {
    return shape;
  }

  static OutputShape.Text shape(TargetSpec.Text target, int vocabularySize) {
    return new OutputShape.Text(
        vocabularySize + 2,
        vocabularySize,
        vocabularySize + 1,
        target.maxLength(),
        target.beam().width(),
        target.beam().lengthPenalty(),
        target.unknown() == TargetSpec.Text.Unknown.COPY);
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Collection<String> columns() {
    return List.of(target.column());
  }

  @Override
  public Labels labels(Frame frame) {
    TableFrame examples = frame.as(TableFrame.class);
    List<Problem> faults = TextTask.faults(target.column(), examples);
    if (!faults.isEmpty()) {
      throw new UserException(faults);
    }
    int column = examples.table().indexOf(target.column());
    List<String> texts =
        IntStream.range(0, examples.size())
            .mapToObj(i -> NormalForm.NFC.of(examples.value(i, column)))
            .toList();
    return new TextLabels(texts.stream().map(this::ids).toArray(int[][]::new), texts);
  }

  /**
   * Including the end, unless the text is longer than the network reads: then its end is not known.
   *
   * @param text in composed form
   */
  private int[] ids(String text) {
    int[] ids = tokenizer.tokens(text).stream().mapToInt(vocabulary::id).toArray();
    if (ids.length > target.maxLength()) {
      return Arrays.copyOf(ids, target.maxLength());
    }
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = shape.end();
    return ended;
  }

  private String text(TextOutput.Written written, List<String> source) {
    return tokenizer.text(
        IntStream.range(0, written.ids().size()).mapToObj(i -> token(written, i, source)).toList(),
        true);
  }

  /**
   * Replaces an unknown token, which only a decoder with attention writes, by that of the source.
   */
  private String token(TextOutput.Written written, int i, List<String> source) {
    if (written.ids().get(i) == Vocabulary.UNKNOWN) {
      return at(written.attended().get(i).step(), source);
    }
    return vocabulary.tokens().get(written.ids().get(i) - Vocabulary.FIRST_TOKEN);
  }

  /** The token at the step that the decoder looked at. */
  private static String at(int step, List<String> source) {
    return step < source.size() ? source.get(step) : ""; // padding that is not masked
  }

  private List<TextPrediction.Aligned> alignment(TextOutput.Written written, List<String> source) {
    List<TextPrediction.Aligned> alignment = new ArrayList<>();
    for (int i = 0; i < written.attended().size(); i++) {
      TextOutput.Attended most = written.attended().get(i);
      alignment.add(
          new TextPrediction.Aligned(
              token(written, i, source), at(most.step(), source), most.step(), most.weight()));
    }
    return alignment;
  }

  /** What is copied, in the case of the source. */
  private static List<String> source(Examples examples, int example) {
    return examples.input().texts().orElseThrow().stepsAsWritten(example);
  }

  private static TextLabels texts(Examples examples) {
    return examples.labels(TextLabels.class);
  }

  /**
   * {@code target_vocabulary}: tokens with an id of their own; {@code target_unknown}: the share of
   * the others, by part.
   */
  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("target_vocabulary", vocabulary.tokens().size());
    summary.put(
        "target_unknown",
        PartSummary.byPart(
            parts,
            examples ->
                Arrays.stream(texts(examples).ids())
                    .flatMapToInt(Arrays::stream)
                    .filter(id -> id != shape.end())
                    .mapToDouble(id -> id == Vocabulary.UNKNOWN ? 1 : 0)
                    .average()
                    .orElse(0)));
    return summary;
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    return PairCheck.ALL.stream().flatMap(check -> check.look(this, parts).stream()).toList();
  }

  /** The texts to be written, in composed form. */
  List<String> written(Examples examples) {
    return texts(examples).texts();
  }

  /** How many tokens a text in composed form has, before it is cut. */
  int length(String text) {
    return tokenizer.tokens(text).size();
  }

  /** The key of the config. */
  String key() {
    return "data.target.text";
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("target", texts(training).texts().get(example));
    shown.put(
        "written",
        PartSummary.firstOf(
            Arrays.stream(texts(training).ids()[example]).mapToObj(this::shown).toList()));
    return shown;
  }

  private String shown(int id) {
    return id == shape.end()
        ? "<end>"
        : id == Vocabulary.UNKNOWN
            ? "<unknown>"
            : vocabulary.tokens().get(id - Vocabulary.FIRST_TOKEN);
  }

  @Override
  public TextPredictions predictions(Examples labelled, float[][] outputs) {
    List<TextOutput> read = Arrays.stream(outputs).map(TextOutput::of).toList();
    boolean written = read.stream().anyMatch(output -> !output.texts().isEmpty());
    boolean forced = read.stream().anyMatch(output -> !output.logLoss().isEmpty());
    return new TextPredictions(
        texts(labelled).texts(),
        written
            ? IntStream.range(0, read.size())
                .mapToObj(i -> text(read.get(i).texts().get(0), source(labelled, i)))
                .toList()
            : List.of(),
        forced
            ? Optional.of(
                new TextPredictions.Forced(
                    read.stream()
                        .flatMap(output -> output.logLoss().stream())
                        .mapToDouble(Float::doubleValue)
                        .toArray(),
                    read.stream().mapToLong(TextOutput::right).sum()))
            : Optional.empty());
  }

  /** Scores the references alone: no texts are written during training. */
  @Override
  public TextPredictions perfect(Examples labelled) {
    int tokens = Arrays.stream(texts(labelled).ids()).mapToInt(ids -> ids.length).sum();
    return new TextPredictions(
        texts(labelled).texts(),
        List.of(),
        Optional.of(new TextPredictions.Forced(new double[tokens], tokens)));
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    if (baseline.equals(new BaselineSpec.CopySource())) {
      Texts sources = scored.input().texts().orElseThrow();
      return written(
          scored,
          IntStream.range(0, sources.size())
              .mapToObj(i -> NormalForm.NFC.of(sources.text(i)))
              .toList());
    }
    if (!baseline.equals(new BaselineSpec.FrequentText())) {
      throw new IllegalArgumentException(baseline + " is no baseline of texts");
    }
    return training.learn(parts -> frequent(texts(parts.get(Part.TRAINING)).texts(), scored));
  }

  /** Of equally frequent texts the first. */
  private static BaselineOutcome frequent(List<String> training, Examples scored) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    training.forEach(text -> counts.merge(text, 1, Integer::sum));
    String most = training.get(0);
    for (Map.Entry<String, Integer> text : counts.entrySet()) {
      most = text.getValue() > counts.get(most) ? text.getKey() : most;
    }
    return written(scored, Collections.nCopies(scored.size(), most));
  }

  private static BaselineOutcome written(Examples scored, List<String> texts) {
    return new BaselineOutcome.Predicted(
        new TextPredictions(texts(scored).texts(), texts, Optional.empty()), Optional.empty());
  }

  /** {@code row}, {@code actual}, {@code prediction}. */
  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    TextPredictions texts = predictions.as(TextPredictions.class);
    TableFrame frame = examples.frame().as(TableFrame.class);
    try (CsvTable csv = new CsvTable(out, List.of("row", "actual", "prediction"))) {
      for (int i = 0; i < texts.size(); i++) {
        csv.row(List.of(frame.recordNumber(i), texts.actual().get(i), texts.predicted().get(i)));
      }
    }
  }

  /** Of the first texts, their first tokens. */
  @Override
  public List<AttentionMaps.OfText> attention(
      Examples examples, Function<int[], List<TextAttention>> network) {
    List<TextAttention> first =
        network.apply(IntStream.range(0, Math.min(SHOWN, examples.size())).toArray());
    TableFrame frame = examples.frame().as(TableFrame.class);
    return IntStream.range(0, first.size())
        .mapToObj(i -> map(frame.recordNumber(i), first.get(i), source(examples, i)))
        .toList();
  }

  private AttentionMaps.OfText map(int row, TextAttention attention, List<String> source) {
    int[] steps =
        IntStream.range(0, source.size())
            .filter(step -> !source.get(step).isEmpty())
            .limit(SHOWN_TOKENS)
            .toArray();
    int tokens = Math.min(SHOWN_TOKENS, attention.weights().size());
    return new AttentionMaps.OfText(
        row,
        IntStream.of(steps).mapToObj(source::get).toList(),
        IntStream.range(0, tokens).mapToObj(t -> token(attention.text(), t, source)).toList(),
        attention.weights().stream()
            .limit(tokens)
            .map(weights -> IntStream.of(steps).mapToObj(s -> rounded(weights[s])).toList())
            .toList());
  }

  private static double rounded(double weight) {
    return Math.round(weight * 1e4) / 1e4;
  }

  @Override
  public Class<TextPrediction> answer() {
    return TextPrediction.class;
  }

  @Override
  public String insteadOfExplanation() {
    return "predict with alignment: it shows the attention of the decoder";
  }

  /** None: writing texts again takes long, and says little about drift. */
  @Override
  public List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    return List.of();
  }

  @Override
  public String use() {
    return "writes texts; use translate(text)";
  }

  @Override
  public List<TextPrediction> answers(Examples unlabelled, float[][] outputs) {
    return IntStream.range(0, outputs.length)
        .mapToObj(i -> answer(TextOutput.of(outputs[i]), source(unlabelled, i)))
        .toList();
  }

  private TextPrediction answer(TextOutput output, List<String> source) {
    return new TextPrediction(
        output.texts().stream()
            .map(
                found ->
                    new TextPrediction.Candidate(
                        text(found, source),
                        alignment(found, source),
                        found.logProbability(),
                        found.score()))
            .toList());
  }

  /** The columns of the input, then the best text and ln of its probability. */
  @Override
  public void write(CsvTable out, Frame unlabelled, List<TextPrediction> answers) {
    write(out, unlabelled, answers, ADDED);
  }

  /** With a column {@code alignment}, a list of {@link TextPrediction.Aligned} as JSON. */
  @Override
  public void writeAligned(CsvTable out, Frame unlabelled, List<TextPrediction> answers) {
    write(out, unlabelled, answers, ADDED_ALIGNED);
  }

  /** {@code prediction}, the best text, and {@code log_probability}. */
  @Override
  public List<Map<String, Object>> documents(Frame unlabelled, List<TextPrediction> answers) {
    return answers.stream()
        .map(
            answer -> {
              TextPrediction.Candidate best = answer.best().get(0);
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("prediction", best.text());
              document.put(
                  "log_probability",
                  Double.valueOf(String.format(Locale.ROOT, "%.6f", best.logProbability())));
              return document;
            })
        .toList();
  }

  private static void write(
      CsvTable out, Frame unlabelled, List<TextPrediction> answers, List<String> added) {
    AnswerRows rows = AnswerRows.of(unlabelled, added);
    out.row(rows.header());
    for (int i = 0; i < answers.size(); i++) {
      TextPrediction.Candidate best = answers.get(i).best().get(0);
      List<Object> values = new ArrayList<>(List.of(best.text()));
      values.add(String.format(Locale.ROOT, "%.6f", best.logProbability()));
      if (added.contains(ALIGNMENT)) {
        values.add(json(best.alignment()));
      }
      out.row(rows.row(i, values));
    }
  }

  private static String json(List<TextPrediction.Aligned> alignment) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (TextPrediction.Aligned token : alignment) {
      list.addObject()
          .put("token", token.token())
          .put("source", token.source())
          .put("position", token.position())
          .put("weight", rounded(token.weight()));
    }
    return list.toString();
  }

  @Override
  public PortableTarget portable() {
    return new PortableTarget.Unknown(
        Problem.atKey(
            "data.target.text",
            "is written token by token by a beam search, which has no ONNX operator",
            "predict with Sluice"));
  }

  /** {@code vocabulary} from id 2. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "text");
    Tokenizers.write(tokenizer, json);
    vocabulary.tokens().forEach(json.putArray("vocabulary")::add);
    return json;
  }
}
