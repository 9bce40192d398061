package dev.sluice.input.text;

import dev.sluice.batch.OtherColumn;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.InputParts;
import dev.sluice.input.Lengths;
import dev.sluice.input.PartSummary;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts: split, then fitted on the training part, then encoded. */
final class TextParts implements InputParts {
  private static final int SHOWN_CHARACTERS = 72;

  private final SplitSpec split;
  private final FittedTexts fitted;
  private final Map<Part, EncodedTexts> parts;

  private TextParts(SplitSpec split, FittedTexts fitted, Map<Part, EncodedTexts> parts) {
    this.split = split;
    this.fitted = fitted;
    this.parts = parts;
  }

  /**
   * @param columns of the input, by the key of the config that names each
   * @param learned learns from the rows of the training part and encodes them
   */
  static TextParts fit(
      Map<String, String> columns,
      Function<Rows, EncodedTexts> learned,
      DataSpec spec,
      Table table,
      TargetColumns target) {
    Map<Part, Rows> rows = RowSplit.split(spec, table, columns, target, Rows.CUT);
    EncodedTexts training = learned.apply(rows.get(Part.TRAINING));
    Map<Part, EncodedTexts> parts = new EnumMap<>(Part.class);
    rows.forEach(
        (part, of) ->
            parts.put(part, part == Part.TRAINING ? training : training.fitted().encoded(of)));
    return new TextParts(spec.split(), training.fitted(), parts);
  }

  @Override
  public FittedTexts input() {
    return fitted;
  }

  @Override
  public EncodedTexts part(Part part) {
    return parts.getOrDefault(
        part, new EncodedTexts(fitted, Rows.none(fitted.columns()), new int[0][], new int[0]));
  }

  /**
   * {@code rows} by part, {@code groups} where the split keeps them; {@code vocabulary}, its size;
   * {@code alphabet}, its size, where characters are read; {@code features}, what is read beside
   * the texts; by part the quantiles of {@code lengths} in tokens before cutting, the share of
   * texts {@code cut}, the share of {@code unknown} tokens among those that the network sees, and
   * the number of {@code empty} texts.
   */
  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", PartSummary.byPart(parts, EncodedTexts::size));
    SplitWarnings.groups(split, rows()).ifPresent(groups -> summary.put("groups", groups));
    summary.put("vocabulary", fitted.shape().vocabularySize());
    fitted.shape().spelling().ifPresent(of -> summary.put("alphabet", of.alphabet()));
    if (!fitted.features().isEmpty()) {
      summary.put("features", fitted.features());
    }
    summary.put("lengths", PartSummary.byPart(parts, part -> Lengths.quantiles(part.lengths())));
    summary.put("cut", PartSummary.byPart(parts, part -> share(part.cutTexts(), part.size())));
    summary.put(
        "unknown",
        PartSummary.byPart(parts, part -> share(part.unknownTokens(), part.keptTokens())));
    summary.put("empty", PartSummary.byPart(parts, EncodedTexts::emptyTexts));
    return summary;
  }

  private Map<Part, Rows> rows() {
    Map<Part, Rows> rows = new EnumMap<>(Part.class);
    parts.forEach((part, texts) -> rows.put(part, texts.frame()));
    return rows;
  }

  @Override
  public List<Warning> warnings() {
    Map<Part, Rows> rows = rows();
    return Stream.concat(
            SplitWarnings.in(split, rows).stream(),
            fitted.checks().stream().flatMap(check -> check.look(this).stream()))
        .toList();
  }

  @Override
  public Map<String, Object> shown(int example) {
    EncodedTexts examples = part(Part.TRAINING);
    String text = examples.text(example).strip().replaceAll("\\s+", " ");
    List<String> tokens = examples.tokens(example);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("record", examples.recordNumber(example));
    shown.put(
        "text",
        text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + " ...");
    shown.put("tokens", PartSummary.firstOf(tokens));
    List<String> read = PartSummary.read(examples, example, input().unknown());
    if (!read.equals(tokens)) {
      shown.put("read", PartSummary.firstOf(read));
    }
    if (!examples.otherColumns().isEmpty()) {
      shown.put("features", besideOf(examples, example));
    }
    shown.put("ids", PartSummary.firstOf(Arrays.stream(examples.ids(example)).boxed().toList()));
    return shown;
  }

  /** By column, the cell in the file and the values that the network reads. */
  private static Map<String, Object> besideOf(EncodedTexts examples, int example) {
    Map<String, Object> beside = new LinkedHashMap<>();
    int at = 0;
    for (OtherColumn column : examples.otherColumns()) {
      int end = at + column.average().length;
      List<Float> numbers =
          IntStream.range(at, end).mapToObj(i -> examples.beside(example)[i]).toList();
      beside.put(
          column.name(),
          "'%s' is %s"
              .formatted(
                  examples.cell(example, column).strip(),
                  String.join(" ", PartSummary.firstOf(numbers))));
      at = end;
    }
    return beside;
  }

  private static double share(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }
}
