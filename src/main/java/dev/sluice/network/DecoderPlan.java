package dev.sluice.network;

import dev.sluice.kernel.BeamSearch;
import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Squash;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.AttentionSpec;
import dev.sluice.spec.LayerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A decoder whose shapes are known.
 *
 * @param inputs numbers that the layers before give for each step
 */
public record DecoderPlan(LayerSpec.Decoder spec, OutputShape.Text text, int inputs) {
  // Without "_", at which DL4J cuts them.
  static final String EMBEDDING = "E";
  static final String WEIGHTS = "W";
  static final String RECURRENT = "RW";
  static final String BIAS = "b";
  static final String BRIDGE = "bridge";
  static final String BRIDGE_BIAS = "bridgeBias";
  static final String KEYS = "keys";
  static final String KEYS_BIAS = "keysBias";
  static final String QUERY = "query";
  static final String ENERGY = "energy";
  static final String COMBINE = "combine";
  static final String COMBINE_BIAS = "combineBias";
  static final String OUT = "out";
  static final String OUT_BIAS = "outBias";

  private Optional<Decoder.Scoring> scoring() {
    return spec.attention()
        .map(
            attention ->
                attention instanceof AttentionSpec.Additive
                    ? Decoder.Scoring.ADDITIVE
                    : attention instanceof AttentionSpec.Dot
                        ? Decoder.Scoring.DOT
                        : Decoder.Scoring.GENERAL);
  }

  boolean dotFits() {
    return !scoring().equals(Optional.of(Decoder.Scoring.DOT)) || inputs == spec.units();
  }

  Decoder.Form form() {
    int units = spec.units();
    Cell cell =
        spec.lstm().isPresent()
            ? new Cell.Lstm(
                spec.embedding(), units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING)
            : new Cell.Gru(spec.embedding(), units, Squash.TANH, Squash.SIGMOID, true);
    return new Decoder.Form(inputs, text.ids(), text.start(), cell, scoring());
  }

  BeamSearch.Settings search() {
    return new BeamSearch.Settings(
        text.end(),
        new int[] {0, 1, text.start()},
        text.maxLength(),
        text.width(),
        text.lengthPenalty());
  }

  /** (inputs, outputs) of each parameter, in the order in which they stand in memory. */
  Map<String, long[]> shapes() {
    Decoder.Form form = form();
    long units = spec.units();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new long[] {spec.embedding(), text.ids()});
    shapes.put(WEIGHTS, new long[] {spec.embedding(), form.cell().gates() * units});
    shapes.put(RECURRENT, new long[] {units, form.cell().gates() * units});
    shapes.put(BIAS, new long[] {1, form.cell().biases() * units});
    shapes.put(BRIDGE, new long[] {2L * inputs, form.parts() * units});
    shapes.put(BRIDGE_BIAS, new long[] {1, form.parts() * units});
    scoring()
        .ifPresent(
            scoring -> {
              if (scoring != Decoder.Scoring.DOT) {
                shapes.put(KEYS, new long[] {inputs, units});
              }
              if (scoring == Decoder.Scoring.ADDITIVE) {
                shapes.put(KEYS_BIAS, new long[] {1, units});
                shapes.put(QUERY, new long[] {units, units});
                shapes.put(ENERGY, new long[] {units, 1});
              }
              shapes.put(COMBINE, new long[] {inputs + units, units});
              shapes.put(COMBINE_BIAS, new long[] {1, units});
            });
    shapes.put(OUT, new long[] {units, text.ids()});
    shapes.put(OUT_BIAS, new long[] {1, text.ids()});
    return shapes;
  }

  static boolean isBias(String key) {
    return key.equals(BIAS) || key.endsWith("Bias");
  }

  long parameters() {
    return shapes().values().stream().mapToLong(shape -> shape[0] * shape[1]).sum();
  }
}
