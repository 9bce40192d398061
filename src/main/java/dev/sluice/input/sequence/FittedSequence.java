package dev.sluice.input.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.NumberCells;
import dev.sluice.frame.Scale;
import dev.sluice.frame.TableFrame;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.input.PortableInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.NumberSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns rows into scaled sequences, as learned from the training part.
 *
 * @param <F> the examples
 */
final class FittedSequence<F extends TableFrame> implements FittedInput {
  private static final int VERSION = 1;
  private static final String KIND = "sequence";
  private static final int SHOWN = 5; // steps of an example

  private final InputSpec.Sequence spec;
  private final SequenceLayout<F> layout;
  private final List<Scale> scales; // (channels)
  private final int steps; // the most steps of an example

  private FittedSequence(
      InputSpec.Sequence spec, SequenceLayout<F> layout, List<Scale> scales, int steps) {
    this.spec = spec;
    this.layout = layout;
    this.scales = List.copyOf(scales);
    this.steps = steps;
  }

  /**
   * Learns the scale of each channel.
   *
   * @param training (examples)(channels)(steps), of the training part alone, as {@link #read}
   *     returns them
   * @param steps the most of an example of any part
   */
  static <F extends TableFrame> FittedSequence<F> fit(
      InputSpec.Sequence spec, SequenceLayout<F> layout, double[][][] training, int steps) {
    List<Scale> scales = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int c = 0;
    for (String channel : layout.channels().keySet()) {
      int at = c++;
      double[] values =
          Arrays.stream(training).flatMapToDouble(of -> Arrays.stream(of[at])).toArray();
      scales.add(fit(spec, layout.key(), channel, values, problems));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new FittedSequence<>(spec, layout, scales, steps);
  }

  private static Scale fit(
      InputSpec.Sequence spec,
      String key,
      String channel,
      double[] values,
      List<Problem> problems) {
    if (Scale.isConstant(values)) {
      problems.add(
          Problem.atKey(
              key,
              "'%s' is constant (%s) in the training part: nothing to learn"
                  .formatted(channel, values[0]),
              "leave it out"));
      return Scale.NONE;
    }
    Scale.obstacle(spec.scale(), values)
        .ifPresent(
            why ->
                problems.add(
                    Problem.atKey(
                        key,
                        "'%s' %s".formatted(channel, why),
                        "convert it to another unit, with values between 0.001 and 1000")));
    Scale.Fit fit = Scale.fit(spec.scale(), values);
    if (fit.spread() == 0) {
      problems.add(
          Problem.atKey(
              SequenceLayout.KEY + "scale",
              "'%s': at least half of the training values are the same (%s), so the interquartile range is 0"
                  .formatted(channel, fit.shift()),
              "use standard or minmax"));
      return Scale.NONE;
    }
    return new Scale(fit.shift(), fit.spread());
  }

  /**
   * The kept numbers of each example, in original units.
   *
   * @return (examples)(channels)(kept steps)
   * @throws UserException naming file and line of every cell that cannot be read
   */
  static <F extends TableFrame> double[][][] read(SequenceLayout<F> layout, F examples) {
    List<Problem> problems = new ArrayList<>();
    double[][][] numbers = layout.read(examples, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return numbers;
  }

  /** Which steps are kept of an example that is longer than {@code max_length}. */
  static double[][][] cut(InputSpec.Sequence spec, double[][][] numbers) {
    if (spec.maxLength().isEmpty()) {
      return numbers;
    }
    InputSpec.Keep keep = spec.keep().orElse(InputSpec.Keep.START);
    return Arrays.stream(numbers)
        .map(
            example ->
                Arrays.stream(example)
                    .map(
                        steps ->
                            Arrays.stream(keep.positions(steps.length, spec.maxLength().get()))
                                .mapToDouble(t -> steps[t])
                                .toArray())
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  EncodedSequences encoded(F examples, double[][][] numbers) {
    double[][][] kept = cut(spec, numbers);
    float[][][] scaled = new float[kept.length][scales.size()][];
    for (int i = 0; i < kept.length; i++) {
      for (int c = 0; c < scales.size(); c++) {
        float[] channel = new float[kept[i][c].length];
        for (int t = 0; t < channel.length; t++) {
          channel[t] = (float) scales.get(c).apply(kept[i][c][t]);
        }
        scaled[i][c] = channel;
      }
    }
    int[] lengths = Arrays.stream(numbers).mapToInt(example -> example[0].length).toArray();
    Map<String, Scale> channels = new LinkedHashMap<>();
    layout.channels().keySet().forEach(name -> channels.put(name, scales.get(channels.size())));
    return new EncodedSequences(examples, shape(), channels, scaled, lengths);
  }

  @Override
  public InputShape.Steps shape() {
    return new InputShape.Steps(scales.size(), steps, layout.varies());
  }

  @Override
  public EncodedSequences labelled(Table rows, Collection<String> targets) {
    List<Problem> missing =
        Stream.concat(layout.columns().stream(), targets.stream())
            .flatMap(name -> Columns.missing(rows, name).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    F examples = layout.cut().all(rows);
    return encoded(examples, read(layout, examples));
  }

  @Override
  public EncodedSequences unlabelled(Table rows) {
    return labelled(rows, List.of());
  }

  @Override
  public List<InputColumn> reads() {
    return layout.columns().stream()
        .map(
            name ->
                new InputColumn(
                    name,
                    layout.values().contains(name)
                        ? InputColumn.Holds.NUMBER
                        : InputColumn.Holds.NAME,
                    /* required= */ true,
                    layout.decimal(name)))
        .toList();
  }

  /** A sample sequence around the means, with a few steps if sequences differ in length. */
  @Override
  public Table example() {
    List<String> names = List.copyOf(layout.columns());
    Map<String, Scale> byColumn = new LinkedHashMap<>();
    int c = 0;
    for (List<String> columns : layout.channels().values()) {
      Scale scale = scales.get(c++);
      columns.forEach(column -> byColumn.put(column, scale));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int step = 0; step < (layout.varies() ? Math.min(steps, SHOWN) : 1); step++) {
      List<String> row = new ArrayList<>();
      for (String name : names) {
        if (byColumn.containsKey(name)) {
          double scaled = Math.sin(step + row.size()) / 2;
          row.add(NumberCells.cell(byColumn.get(name).invert(scaled), layout.decimal(name)));
        } else {
          row.add(layout.numbers().contains(name) ? Integer.toString(step + 1) : "1");
        }
      }
      rows.add(row);
    }
    return Table.of(names, rows);
  }

  /** {@code shift} and {@code divisor} of each channel, by its name, for a summary. */
  Map<String, Object> scales() {
    Map<String, Object> byChannel = new LinkedHashMap<>();
    int c = 0;
    for (String channel : layout.channels().keySet()) {
      Map<String, Object> scale = new LinkedHashMap<>();
      scale.put("shift", scales.get(c).shift());
      scale.put("divisor", scales.get(c++).divisor());
      byChannel.put(channel, scale);
    }
    return byChannel;
  }

  @Override
  public PortableInput portable() {
    return new PortableInput.Sequences(List.copyOf(layout.channels().keySet()), scales);
  }

  /** {@code steps}, the most of an example; {@code channels} with {@code columns} and scale. */
  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION).put("kind", KIND).put("steps", steps);
    ObjectNode channels = json.putObject("channels");
    int c = 0;
    for (Map.Entry<String, List<String>> of : layout.channels().entrySet()) {
      ObjectNode channel = channels.putObject(of.getKey());
      of.getValue().forEach(channel.putArray("columns")::add);
      scales.get(c++).write(channel);
    }
    return json;
  }

  static FittedSequence<?> fromJson(
      InputSpec.Sequence spec, Map<String, NumberSpec> forms, JsonNode json) {
    FittedJson.require(json, KIND, VERSION);
    int steps = json.path("steps").asInt();
    Map<String, List<String>> channels = new LinkedHashMap<>();
    List<Scale> scales = new ArrayList<>();
    json.path("channels")
        .properties()
        .forEach(
            of -> {
              channels.put(of.getKey(), FittedJson.distinct(of.getValue(), "columns"));
              scales.add(Scale.of(of.getValue()));
            });
    if (steps < 1
        || channels.isEmpty()
        || channels.values().stream().anyMatch(List::isEmpty)
        || channels.values().stream().mapToInt(List::size).distinct().count() > 1) {
      throw FittedJson.damaged("steps, channels or their columns are missing");
    }
    return of(spec, SequenceLayout.of(spec, forms, channels), scales, steps);
  }

  private static <F extends TableFrame> FittedSequence<F> of(
      InputSpec.Sequence spec, SequenceLayout<F> layout, List<Scale> scales, int steps) {
    return new FittedSequence<>(spec, layout, scales, steps);
  }
}
