package dev.sluice.input.tokens;

import dev.sluice.frame.Cut;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.StepFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.InputParts;
import dev.sluice.input.Lengths;
import dev.sluice.input.PartSummary;
import dev.sluice.input.text.Vocabulary;
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
import java.util.Map;
import java.util.Optional;

/** Sequences of tokens: split, then fitted on the training part, then encoded. */
final class TokensParts implements InputParts {
  private static final String SENTENCE = "sentence";

  private final SplitSpec split;
  private final FittedTokens fitted;
  private final Map<Part, EncodedTokens> parts;

  private TokensParts(SplitSpec split, FittedTokens fitted, Map<Part, EncodedTokens> parts) {
    this.split = split;
    this.fitted = fitted;
    this.parts = parts;
  }

  static TokensParts fit(InputSpec.Tokens input, DataSpec spec, Table table, TargetColumns target) {
    Optional<String> by =
        input.by().or(() -> Optional.of(SENTENCE).filter(name -> table.indexOf(name) >= 0));
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("data.input.tokens.column", input.column());
    by.ifPresent(name -> columns.put("data.input.tokens.by", name));
    Map<Part, ? extends StepFrame> examples =
        split(spec, table, columns, target, FittedTokens.cut(input, by));
    List<Problem> faults =
        examples.values().stream()
            .flatMap(part -> FittedTokens.faults(input, part).stream())
            .toList();
    if (!faults.isEmpty()) {
      throw new UserException(faults);
    }
    EncodedTokens training = FittedTokens.fit(input, by, examples.get(Part.TRAINING));
    Map<Part, EncodedTokens> parts = new EnumMap<>(Part.class);
    examples.forEach(
        (part, of) ->
            parts.put(part, part == Part.TRAINING ? training : training.fitted().encoded(of)));
    return new TokensParts(spec.split(), training.fitted(), parts);
  }

  private static <F extends StepFrame> Map<Part, F> split(
      DataSpec spec, Table table, Map<String, String> columns, TargetColumns target, Cut<F> cut) {
    return RowSplit.split(spec, table, columns, target, cut);
  }

  @Override
  public FittedTokens input() {
    return fitted;
  }

  @Override
  public EncodedTokens part(Part part) {
    EncodedTokens there = parts.get(part);
    if (there != null) {
      return there;
    }
    List<String> columns = new ArrayList<>(List.of(fitted.column()));
    fitted.by().ifPresent(columns::add);
    return fitted.encoded(fitted.cut().all(Table.of(columns, List.of())));
  }

  /**
   * {@code sequences} and {@code tokens} by part; {@code vocabulary} and {@code alphabet}, their
   * sizes; by part the quantiles of {@code lengths} in tokens and the share of {@code unknown}
   * ones.
   */
  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", PartSummary.byPart(parts, EncodedTokens::size));
    SplitWarnings.groups(split, examples()).ifPresent(groups -> summary.put("groups", groups));
    summary.put("tokens", PartSummary.byPart(parts, EncodedTokens::count));
    summary.put("vocabulary", fitted.vocabulary().size());
    fitted.alphabet().ifPresent(alphabet -> summary.put("alphabet", alphabet.size()));
    summary.put("lengths", PartSummary.byPart(parts, part -> Lengths.quantiles(part.lengths())));
    summary.put(
        "unknown", PartSummary.byPart(parts, part -> (double) part.unknown() / part.count()));
    return summary;
  }

  private Map<Part, StepFrame> examples() {
    Map<Part, StepFrame> examples = new EnumMap<>(Part.class);
    parts.forEach((part, tokens) -> examples.put(part, tokens.frame()));
    return examples;
  }

  @Override
  public List<Warning> warnings() {
    return SplitWarnings.in(split, examples());
  }

  @Override
  public Map<String, Object> shown(int example) {
    EncodedTokens examples = part(Part.TRAINING);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("record", examples.recordNumber(example));
    shown.put("tokens", PartSummary.firstOf(examples.tokens(example)));
    List<String> read = PartSummary.read(examples, example, Vocabulary.UNKNOWN);
    if (!read.equals(examples.tokens(example))) {
      shown.put("read", PartSummary.firstOf(read));
    }
    shown.put("ids", PartSummary.firstOf(Arrays.stream(examples.ids(example)).boxed().toList()));
    return shown;
  }
}
