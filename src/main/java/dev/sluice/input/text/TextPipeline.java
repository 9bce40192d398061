package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.InputSpec.Keep;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns texts into token ids and names into classes, as learned from the training part. */
public final class TextPipeline implements FittedPipeline {
  private static final int VERSION = 1;
  private static final String KIND = "text";

  private final InputSpec.Text input;
  private final TargetSpec.ClassTarget target;
  private final Tokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final Classes classes;

  private TextPipeline(DataSpec spec, Tokenizer tokenizer, Vocabulary vocabulary, Classes classes) {
    this.input = TextSpecs.of(spec).input();
    this.target = TextSpecs.of(spec).target();
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.classes = classes;
  }

  /** A pipeline and the examples it was fitted on. */
  record Fitted(TextPipeline pipeline, TextExamples training) {}

  /**
   * Learns vocabulary and classes from these rows alone.
   *
   * @param rows with the columns of text and class, each class given
   */
  static Fitted fit(DataSpec spec, Table table, int[] rows) {
    InputSpec.Text input = TextSpecs.of(spec).input();
    Classes classes = Classes.of(TextSpecs.of(spec).target(), table, rows);
    Tokenizer tokenizer = Tokenizers.create(input.tokenizer());
    TokenCounts counts = new TokenCounts();
    int column = table.indexOf(input.column());
    int[][] numbered = new int[rows.length][]; // each text is tokenized only once
    for (int i = 0; i < rows.length; i++) {
      numbered[i] = counts.add(tokenizer.tokens(table.value(rows[i], column)));
    }
    Vocabulary vocabulary = counts.vocabulary(input.vocabulary());
    TextPipeline pipeline = new TextPipeline(spec, tokenizer, vocabulary, classes);
    int[] idOfNumber = counts.ids(vocabulary);
    int[] lengths = new int[rows.length];
    int[][] ids = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      lengths[i] = numbered[i].length;
      ids[i] = pipeline.kept(Arrays.stream(numbered[i]).map(n -> idOfNumber[n]).toArray());
    }
    int[] labels = classes.indexesOf(pipeline.target.column(), table, rows);
    return new Fitted(
        pipeline, new TextExamples(pipeline, table, rows, ids, lengths, Optional.of(labels)));
  }

  @Override
  public TargetSpec.ClassTarget target() {
    return target;
  }

  @Override
  public Optional<String> columnOfTexts() {
    return Optional.of(textColumn());
  }

  @Override
  public InputShape.Tokens input() {
    return new InputShape.Tokens(vocabulary.size(), input.maxLength(), input.seenPadding());
  }

  @Override
  public OutputShape.Classes output() {
    return new OutputShape.Classes(classes.count());
  }

  /** The names of the classes; class 1 of two is the positive one. */
  public List<String> classes() {
    return classes.names();
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The column that holds the texts. */
  public String textColumn() {
    return input.column();
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public TextExamples labelled(Table rows) {
    stopOn(
        Stream.of(Columns.missing(rows, textColumn()), Columns.missing(rows, target.column()))
            .flatMap(Optional::stream)
            .toList());
    return labelled(rows, IntStream.range(0, rows.size()).toArray());
  }

  TextExamples labelled(Table table, int[] rows) {
    return encoded(table, rows, Optional.of(classes.indexesOf(target.column(), table, rows)));
  }

  @Override
  public TextExamples unlabelled(Table rows) {
    stopOn(Columns.missing(rows, textColumn()).stream().toList());
    return encoded(rows, IntStream.range(0, rows.size()).toArray(), Optional.empty());
  }

  private static void stopOn(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private TextExamples encoded(Table table, int[] rows, Optional<int[]> labels) {
    int column = table.indexOf(textColumn());
    int[] lengths = new int[rows.length];
    int[][] ids = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      List<String> tokens = tokenizer.tokens(table.value(rows[i], column));
      lengths[i] = tokens.size();
      ids[i] = kept(tokens.stream().mapToInt(vocabulary::id).toArray());
    }
    return new TextExamples(this, table, rows, ids, lengths, labels);
  }

  /** What the network sees of a text: at least one token, at most {@code max_length}. */
  private int[] kept(int[] ids) {
    int most = input.maxLength();
    if (ids.length == 0) {
      return new int[] {Vocabulary.UNKNOWN};
    }
    if (ids.length <= most) {
      return ids;
    }
    int atStart =
        input.keep() == Keep.START ? most : input.keep() == Keep.END ? 0 : most - most / 2;
    int[] kept = Arrays.copyOf(ids, most);
    System.arraycopy(ids, ids.length - (most - atStart), kept, atStart, most - atStart);
    return kept;
  }

  /** {@code classes} by index; {@code vocabulary} from id 2. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION).put("kind", KIND);
    classes.names().forEach(json.putArray("classes")::add);
    vocabulary.tokens().forEach(json.putArray("vocabulary")::add);
    return json;
  }

  /**
   * The pipeline that {@link #toJson} wrote.
   *
   * @throws UserException if a newer version wrote it, or if it is damaged
   */
  public static TextPipeline fromJson(DataSpec spec, JsonNode json) {
    int version = json.path("version").asInt();
    if (version > VERSION) {
      throw new UserException(
          new Problem(
              "",
              "",
              "the pipeline has version %s, this Sluice reads up to %s".formatted(version, VERSION),
              "use the Sluice that wrote the model, or a newer one"));
    }
    if (version < 1 || !json.path("kind").asText().equals(KIND)) {
      throw damaged("version or kind is missing");
    }
    List<String> classes = strings(json, "classes");
    List<String> tokens = strings(json, "vocabulary");
    if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
      throw damaged("classes must be two or more, each once");
    }
    if (tokens.stream().distinct().count() < tokens.size()) {
      throw damaged("a token stands in the vocabulary twice");
    }
    InputSpec.Text input = TextSpecs.of(spec).input();
    return new TextPipeline(
        spec, Tokenizers.create(input.tokenizer()), Vocabulary.of(tokens), new Classes(classes));
  }

  private static List<String> strings(JsonNode json, String key) {
    List<String> strings = new ArrayList<>();
    if (!json.path(key).isArray()) {
      throw damaged(key + " is missing");
    }
    for (JsonNode element : json.get(key)) {
      if (!element.isTextual()) {
        throw damaged(key + " must hold text only");
      }
      strings.add(element.textValue());
    }
    return strings;
  }

  private static UserException damaged(String how) {
    return new UserException(
        new Problem("", "", "the pipeline of the model is damaged: " + how, "train it again"));
  }
}
