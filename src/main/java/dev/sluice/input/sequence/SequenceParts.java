package dev.sluice.input.sequence;

import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputParts;
import dev.sluice.input.Lengths;
import dev.sluice.input.PartSummary;
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

/**
 * Sequences: split, then fitted on the training part, then encoded.
 *
 * @param <F> the examples
 */
final class SequenceParts<F extends TableFrame> implements InputParts {
  private static final int SHOWN_STEPS = 6;

  private final SplitSpec split;
  private final SequenceLayout<F> layout;
  private final FittedSequence<F> fitted;
  private final Map<Part, F> frames;
  private final Map<Part, double[][][]> numbers; // (examples)(channels)(steps), before cutting
  private final Map<Part, EncodedSequences> encoded = new EnumMap<>(Part.class);

  private SequenceParts(
      SplitSpec split,
      SequenceLayout<F> layout,
      FittedSequence<F> fitted,
      Map<Part, F> frames,
      Map<Part, double[][][]> numbers) {
    this.split = split;
    this.layout = layout;
    this.fitted = fitted;
    this.frames = frames;
    this.numbers = numbers;
    F none = layout.cut().select(frames.get(Part.TRAINING), new int[0]);
    for (Part part : Part.values()) {
      encoded.put(
          part,
          fitted.encoded(
              frames.getOrDefault(part, none), numbers.getOrDefault(part, new double[0][][])));
    }
  }

  static <F extends TableFrame> SequenceParts<F> fit(
      InputSpec.Sequence input,
      SequenceLayout<F> layout,
      DataSpec spec,
      Table table,
      TargetColumns target) {
    Map<String, String> columns = new LinkedHashMap<>();
    layout.columns().forEach(column -> columns.put(layout.key() + "." + column, column));
    Map<Part, F> frames = RowSplit.split(spec, table, columns, target, layout.cut());
    Map<Part, double[][][]> numbers = new EnumMap<>(Part.class);
    frames.forEach((part, examples) -> numbers.put(part, FittedSequence.read(layout, examples)));
    int longest =
        numbers.values().stream()
            .flatMap(Arrays::stream)
            .mapToInt(example -> example[0].length)
            .max()
            .orElseThrow();
    FittedSequence<F> fitted =
        FittedSequence.fit(
            input,
            layout,
            FittedSequence.cut(input, numbers.get(Part.TRAINING)),
            Math.min(longest, input.maxLength().orElse(longest)));
    return new SequenceParts<>(spec.split(), layout, fitted, frames, numbers);
  }

  @Override
  public FittedInput input() {
    return fitted;
  }

  @Override
  public EncodedSequences part(Part part) {
    return encoded.get(part);
  }

  /**
   * By part how many {@code rows} or {@code sequences} there are, the quantiles of their {@code
   * steps} before cutting, and the share of them that is {@code cut}; {@code channels} with their
   * scales.
   */
  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    String examples = frames.get(Part.TRAINING).noun() + "s";
    summary.put(examples, PartSummary.byPart(numbers, part -> part.length));
    SplitWarnings.groups(split, frames).ifPresent(groups -> summary.put("groups", groups));
    summary.put("steps", PartSummary.byPart(numbers, part -> Lengths.quantiles(lengths(part))));
    int most = fitted.shape().steps();
    summary.put(
        "cut",
        PartSummary.byPart(
            numbers,
            part ->
                (double) Arrays.stream(lengths(part)).filter(length -> length > most).count()
                    / part.length));
    summary.put("channels", fitted.scales());
    return summary;
  }

  private static int[] lengths(double[][][] part) {
    return Arrays.stream(part).mapToInt(example -> example[0].length).toArray();
  }

  @Override
  public List<Warning> warnings() {
    return SplitWarnings.in(split, frames);
  }

  /** In original units, before cutting. */
  @Override
  public Map<String, Object> shown(int example) {
    F training = frames.get(Part.TRAINING);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("record", training.recordNumber(example));
    double[][] channels = numbers.get(Part.TRAINING)[example];
    shown.put("steps", channels[0].length);
    int c = 0;
    for (String channel : layout.channels().keySet()) {
      double[] steps = channels[c++];
      List<String> first =
          new ArrayList<>(
              Arrays.stream(steps).limit(SHOWN_STEPS).mapToObj(Double::toString).toList());
      if (steps.length > SHOWN_STEPS) {
        first.add("... (%s)".formatted(steps.length));
      }
      shown.put(channel, first);
    }
    return shown;
  }
}
