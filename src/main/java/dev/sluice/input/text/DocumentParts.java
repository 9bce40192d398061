package dev.sluice.input.text;

import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.InputParts;
import dev.sluice.input.Lengths;
import dev.sluice.input.PartSummary;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Documents for a language model: split, then fitted on the training part, then encoded. Shares of
 * a single document are shares of its tokens, in order: training, validation, test.
 */
final class DocumentParts implements InputParts {
  private static final String COLUMN = "data.input.text.column";

  private final SplitSpec split;
  private final FittedDocuments fitted;
  private final Map<Part, EncodedDocuments> parts;

  private DocumentParts(
      SplitSpec split, FittedDocuments fitted, Map<Part, EncodedDocuments> parts) {
    this.split = split;
    this.fitted = fitted;
    this.parts = parts;
  }

  static DocumentParts fit(InputSpec.Text input, DataSpec spec, Table table, TargetColumns target) {
    boolean single = table.size() == 1;
    if (single && spec.split().group().isPresent()) {
      throw new UserException(
          Problem.atKey("data.split.group", "has no effect: there is one document", "remove it"));
    }
    SplitSpec ofRows = single ? withoutShares(spec.split()) : spec.split();
    Map<Part, Rows> rows =
        RowSplit.split(
            new DataSpec(
                spec.source(), spec.time(), spec.columns(), spec.input(), spec.target(), ofRows),
            table,
            Map.of(COLUMN, input.column()),
            target,
            Rows.CUT);
    boolean cut = single && !ofRows.equals(spec.split());
    Tokenizer tokenizer =
        Tokenizers.fit(
            input.tokenizer(),
            texts(input, rows.get(Part.TRAINING), cut ? trained(spec.split()) : 1));
    FittedText plain = FittedText.of(input, tokenizer, Vocabulary.of(List.of()));
    Map<Part, List<List<String>>> tokens = new EnumMap<>(Part.class); // (documents)(tokens)
    rows.forEach((part, of) -> tokens.put(part, tokens(plain, input.column(), of)));
    if (cut) {
      cut(spec.split(), tokens);
      tokens.keySet().forEach(part -> rows.putIfAbsent(part, Rows.all(table)));
    }
    TokenCounts counts = new TokenCounts();
    tokens.get(Part.TRAINING).forEach(counts::add);
    FittedDocuments fitted =
        new FittedDocuments(
            FittedText.of(input, tokenizer, counts.vocabulary(input.vocabulary())), !cut);
    if (fitted.vocabulary().tokens().isEmpty()) {
      throw new UserException(
          Problem.atKey(
              COLUMN,
              "the training part has no token to learn",
              "check column '%s' of %s, and data.input.text.vocabulary"
                  .formatted(input.column(), table.name())));
    }
    Map<Part, EncodedDocuments> parts = new EnumMap<>(Part.class);
    tokens.forEach(
        (part, of) ->
            parts.put(
                part,
                new EncodedDocuments(
                    fitted, rows.get(part), of.stream().map(fitted::ids).toArray(int[][]::new))));
    return new DocumentParts(spec.split(), fitted, parts);
  }

  /** The first part of each text, of this share. */
  private static Iterable<String> texts(InputSpec.Text input, Rows rows, double share) {
    Cleaning cleaning = new Cleaning(input.clean(), NormalForm.NFC);
    int column = rows.table().indexOf(input.column());
    return () ->
        IntStream.range(0, rows.size())
            .mapToObj(i -> cleaning.of(rows.value(i, column)))
            .map(text -> text.substring(0, (int) (share * text.length())))
            .iterator();
  }

  /**
   * The approximate rest of a document for training after its end is cut off: its tokens are not
   * known yet.
   */
  private static double trained(SplitSpec split) {
    return 1
        - Stream.of(split.validation(), split.test())
            .flatMap(Optional::stream)
            .mapToDouble(part -> part.share().orElse(0.0))
            .sum();
  }

  private static List<List<String>> tokens(FittedText text, String column, Rows rows) {
    List<List<String>> tokens = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      tokens.add(text.tokens(rows.value(i, rows.table().indexOf(column))));
    }
    return tokens;
  }

  private static SplitSpec withoutShares(SplitSpec split) {
    return new SplitSpec(
        split.validation().filter(part -> part.share().isEmpty()),
        split.test().filter(part -> part.share().isEmpty()),
        split.seed());
  }

  /** Cuts the shares off the end of the single training document. */
  private static void cut(SplitSpec split, Map<Part, List<List<String>>> parts) {
    List<String> all = parts.get(Part.TRAINING).get(0);
    int end = all.size();
    for (Part part : List.of(Part.TEST, Part.VALIDATION)) {
      Optional<Double> share =
          (part == Part.TEST ? split.test() : split.validation()).flatMap(SplitSpec.Part::share);
      if (share.isPresent()) {
        int begin = end - (int) Math.round(share.get() * all.size());
        if (begin == end || begin < 1) {
          throw new UserException(
              Problem.atKey(
                  "data.split.%s.share".formatted(part.name().toLowerCase(Locale.ROOT)),
                  begin == end
                      ? "the only document has %s, and this share is less than one of them"
                          .formatted(all.size() == 1 ? "1 token" : all.size() + " tokens")
                      : "leaves none of the %s tokens of the only document for training"
                          .formatted(all.size()),
                  begin == end ? "use a larger share, or a longer text" : "make it smaller"));
        }
        parts.put(part, List.of(all.subList(begin, end)));
        end = begin;
      }
    }
    parts.put(Part.TRAINING, List.of(all.subList(0, end)));
  }

  @Override
  public FittedDocuments input() {
    return fitted;
  }

  @Override
  public EncodedDocuments part(Part part) {
    return parts.getOrDefault(
        part, new EncodedDocuments(fitted, Rows.none(List.of(fitted.column())), new int[0][]));
  }

  /**
   * {@code rows} and {@code tokens} by part; {@code vocabulary}, its size; by part the quantiles of
   * {@code lengths} in tokens and the share of {@code unknown} ones.
   */
  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", PartSummary.byPart(parts, EncodedDocuments::size));
    SplitWarnings.groups(split, rows()).ifPresent(groups -> summary.put("groups", groups));
    summary.put("tokens", PartSummary.byPart(parts, EncodedDocuments::count));
    summary.put("vocabulary", fitted.vocabulary().size());
    summary.put(
        "lengths",
        PartSummary.byPart(
            parts,
            part ->
                Lengths.quantiles(
                    Arrays.stream(part.ids()).mapToInt(document -> document.length).toArray())));
    summary.put(
        "unknown",
        PartSummary.byPart(
            parts, part -> part.count() == 0 ? 0 : (double) part.unknown() / part.count()));
    return summary;
  }

  private Map<Part, Rows> rows() {
    Map<Part, Rows> rows = new EnumMap<>(Part.class);
    parts.forEach((part, documents) -> rows.put(part, documents.frame()));
    return rows;
  }

  @Override
  public List<Warning> warnings() {
    Map<Part, Rows> rows = rows();
    return Stream.concat(
            SplitWarnings.in(split, rows).stream(),
            DocumentCheck.ALL.stream().flatMap(check -> check.look(this).stream()))
        .toList();
  }

  @Override
  public Map<String, Object> shown(int example) {
    EncodedDocuments examples = part(Part.TRAINING);
    int[] ids = examples.ids()[example];
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("record", examples.frame().recordNumber(example));
    shown.put("tokens", PartSummary.firstOf(Arrays.stream(ids).mapToObj(fitted::shown).toList()));
    shown.put("ids", PartSummary.firstOf(Arrays.stream(ids).boxed().toList()));
    return shown;
  }
}
