package dev.sluice.input.text;

import dev.sluice.frame.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts with a class: split, then fitted on the training part, then encoded. */
public final class TextDataset implements Dataset {
  private static final int SHOWN_TOKENS = 8;
  private static final int SHOWN_CHARACTERS = 72;

  private final DataSpec spec;
  private final TextPipeline pipeline;
  private final Map<Part, TextExamples> parts;

  private TextDataset(DataSpec spec, TextPipeline pipeline, Map<Part, TextExamples> parts) {
    this.spec = spec;
    this.pipeline = pipeline;
    this.parts = parts;
  }

  /**
   * Splits the rows, learns from the training part and encodes all parts.
   *
   * @param spec with text and class
   * @param table the rows of its source
   * @throws UserException if columns, classes or rows are not as the spec says
   */
  public static TextDataset load(DataSpec spec, Table table) {
    InputSpec.Text input = TextSpecs.of(spec).input();
    TargetSpec.ClassTarget target = TextSpecs.of(spec).target();
    stopOn(
        Stream.of(
                Columns.missing(table, input.column(), "data.input.text.column"),
                Columns.missing(table, target.column(), "data.target.class.column"))
            .flatMap(Optional::stream)
            .toList());
    stopOn(Classes.blanks(target.column(), table, IntStream.range(0, table.size()).toArray()));

    Map<Part, TextSplit.Rows> rows = TextSplit.split(spec, target.column(), table);
    checkFiles(rows, input, target);

    TextSplit.Rows training = rows.get(Part.TRAINING);
    TextPipeline.Fitted fitted = TextPipeline.fit(spec, training.table(), training.indexes());
    Map<Part, TextExamples> parts = new EnumMap<>(Part.class);
    rows.forEach(
        (part, of) ->
            parts.put(
                part,
                part == Part.TRAINING
                    ? fitted.training()
                    : fitted.pipeline().labelled(of.table(), of.indexes())));
    return new TextDataset(spec, fitted.pipeline(), parts);
  }

  private static void checkFiles(
      Map<Part, TextSplit.Rows> rows, InputSpec.Text input, TargetSpec.ClassTarget target) {
    List<Problem> problems = new ArrayList<>();
    rows.values().stream()
        .map(TextSplit.Rows::table)
        .distinct()
        .forEach(
            table -> {
              Columns.missing(table, input.column()).ifPresent(problems::add);
              Columns.missing(table, target.column()).ifPresent(problems::add);
            });
    stopOn(problems);
  }

  private static void stopOn(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  @Override
  public TextPipeline pipeline() {
    return pipeline;
  }

  @Override
  public TextExamples examples(Part part) {
    return parts.getOrDefault(
        part,
        new TextExamples(
            pipeline,
            Table.of(List.of(pipeline.textColumn()), List.of()),
            new int[0],
            new int[0][],
            new int[0],
            Optional.of(new int[0])));
  }

  /**
   * {@code rows} and {@code classes} by part; {@code vocabulary}, its size; by part the quantiles
   * of {@code lengths} in tokens before cutting, the share of texts {@code cut}, the share of
   * {@code unknown} tokens among those that the network sees, and the number of {@code empty}
   * texts.
   */
  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", byPart(TextExamples::size));
    summary.put("classes", byPart(this::classCounts));
    summary.put("vocabulary", pipeline.vocabulary().size());
    summary.put("lengths", byPart(TextDataset::lengths));
    summary.put("cut", byPart(part -> share(part.cutTexts(), part.size())));
    summary.put("unknown", byPart(part -> share(part.unknownTokens(), part.keptTokens())));
    summary.put("empty", byPart(TextExamples::emptyTexts));
    return summary;
  }

  @Override
  public List<Warning> warnings() {
    return TextCheck.ALL.stream().flatMap(check -> check.look(spec, this).stream()).toList();
  }

  @Override
  public Map<String, Map<String, Object>> shownExamples() {
    TextExamples training = examples(Part.TRAINING);
    Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
    shown.put("first", shown(training, 0));
    shown.put("last", shown(training, training.size() - 1));
    return shown;
  }

  private Map<String, Object> shown(TextExamples examples, int example) {
    String text = examples.text(example).strip().replaceAll("\\s+", " ");
    List<String> tokens = examples.tokens(example);
    int[] ids = examples.ids(example);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("record", examples.recordNumber(example));
    shown.put(
        "text",
        text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + " ...");
    shown.put("tokens", firstOf(tokens));
    shown.put("ids", firstOf(Arrays.stream(ids).boxed().toList()));
    shown.put("class", pipeline.classes().get(examples.label(example)));
    return shown;
  }

  private static List<String> firstOf(List<?> all) {
    List<String> first =
        new ArrayList<>(all.stream().limit(SHOWN_TOKENS).map(String::valueOf).toList());
    if (all.size() > SHOWN_TOKENS) {
      first.add("... (%s)".formatted(all.size()));
    }
    return first;
  }

  private Map<String, Object> byPart(Function<TextExamples, Object> of) {
    Map<String, Object> values = new LinkedHashMap<>();
    parts.forEach(
        (part, examples) -> values.put(part.name().toLowerCase(Locale.ROOT), of.apply(examples)));
    return values;
  }

  private Map<String, Object> classCounts(TextExamples part) {
    int[] ofClass = new int[pipeline.classes().size()];
    for (int label : part.labels()) {
      ofClass[label]++;
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    for (int c = 0; c < ofClass.length; c++) {
      counts.put(pipeline.classes().get(c), ofClass[c]);
    }
    return counts;
  }

  private static Map<String, Object> lengths(TextExamples part) {
    Map<String, Object> quantiles = new LinkedHashMap<>();
    quantiles.put("shortest", part.lengthQuantile(0));
    quantiles.put("median", part.lengthQuantile(0.5));
    quantiles.put("p90", part.lengthQuantile(0.9));
    quantiles.put("longest", part.lengthQuantile(1));
    return quantiles;
  }

  private static double share(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }
}
