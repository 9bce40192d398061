package dev.sluice.network;

import dev.sluice.kernel.BeamSearch;
import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Squash;
import dev.sluice.plugin.Kinds;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.AttentionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A decoder whose shapes are known.
 *
 * @param inputs numbers of each step of the encoder's output
 */
public record DecoderPlan(NetworkSpec.EncoderDecoder spec, OutputShape.Text text, int inputs) {
  // Without "_", at which DL4J splits them.
  static final String EMBEDDING = "E";
  static final String WEIGHTS = "W";
  static final String RECURRENT = "RW";
  static final String BIAS = "b";
  static final String PEEPHOLES = "peepholes";
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

  int units() {
    return form().units();
  }

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
    return !scoring().equals(Optional.of(Decoder.Scoring.DOT)) || inputs == units();
  }

  Decoder.Form form() {
    List<Cell> cells = new ArrayList<>();
    int size = spec.embedding().size();
    for (LayerSpec.RecurrentLayer layer : spec.recurrent()) {
      cells.add(cell(layer, size));
      size = layer.units();
    }
    return new Decoder.Form(inputs, text.ids(), text.start(), cells, scoring());
  }

  /** The name of a recurrent layer's parameter; that of the first layer has no number. */
  static String of(String key, int layer) {
    return layer == 0 ? key : key + layer;
  }

  static Cell cell(LayerSpec.RecurrentLayer layer, int inputs) {
    Squash activation = squash(layer.activation());
    if (layer instanceof LayerSpec.Lstm lstm) {
      Cell.Lstm.Sees sees =
          switch (lstm.peepholes()) {
            case NONE -> Cell.Lstm.Sees.NOTHING;
            case GRAVES -> Cell.Lstm.Sees.NEW_STATE_AT_OUTPUT;
            case PREVIOUS -> Cell.Lstm.Sees.STATE_BEFORE;
            case PREVIOUS_AND_CANDIDATE -> Cell.Lstm.Sees.STATE_BEFORE_ALSO_CANDIDATE;
          };
      Squash gates = squash(lstm.recurrentActivation());
      return new Cell.Lstm(inputs, lstm.units(), activation, gates, sees);
    }
    if (layer instanceof LayerSpec.Gru gru) {
      Squash gates = squash(gru.recurrentActivation());
      return new Cell.Gru(inputs, gru.units(), activation, gates, gru.resetAfter());
    }
    return new Cell.SimpleRnn(inputs, layer.units(), activation);
  }

  /** The names of all parameters that a decoder may have. */
  private static Squash squash(Activation activation) {
    return switch (activation) {
      case TANH -> Squash.TANH;
      case SIGMOID -> Squash.SIGMOID;
      case HARD_SIGMOID -> Squash.HARD_SIGMOID;
      case RELU -> Squash.RELU;
      case LINEAR -> Squash.IDENTITY;
      default -> throw new IllegalArgumentException(activation + " in a decoder");
    };
  }

  BeamSearch.Settings search() {
    return new BeamSearch.Settings(
        text.end(),
        text.unknown() ? new int[] {0, text.start()} : new int[] {0, 1, text.start()},
        text.maxLength(),
        text.width(),
        text.lengthPenalty());
  }

  /** (inputs, outputs) of each parameter, in memory order. */
  Map<String, long[]> shapes() {
    Decoder.Form form = form();
    long units = units();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new long[] {form.embedded(), text.ids()});
    for (int l = 0; l < form.cells().size(); l++) {
      Cell cell = form.cells().get(l);
      long size = cell.units();
      long states = Decoder.Form.parts(cell) * size;
      shapes.put(of(WEIGHTS, l), new long[] {cell.inputs(), cell.gates() * size});
      shapes.put(of(RECURRENT, l), new long[] {size, cell.gates() * size});
      shapes.put(of(BIAS, l), new long[] {1, cell.biases() * size});
      if (cell.peepholes() > 0) {
        shapes.put(of(PEEPHOLES, l), new long[] {1, cell.peepholes() * size});
      }
      shapes.put(of(BRIDGE, l), new long[] {2L * inputs, states});
      shapes.put(of(BRIDGE_BIAS, l), new long[] {1, states});
    }
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
    return key.matches("(" + BIAS + "|.*Bias)\\d*");
  }

  /** A part of a decoder, as a table shows it. */
  public record Part(String name, String takes, String gives, long parameters) {}

  /** In the order of the computation. */
  public List<Part> parts() {
    int units = units();
    String state = Integer.toString(units);
    List<Part> parts = new ArrayList<>();
    String embedded = Integer.toString(spec.embedding().size());
    boolean written = spec.decoder().get(0) instanceof LayerSpec.Embedding;
    parts.add(
        new Part(
            written ? "network.decoder[0] embedding" : "network.decoder embedding",
            "ids, " + text.ids(),
            embedded,
            numbers(EMBEDDING)));
    int l = 0;
    for (int at = 0; at < spec.decoder().size(); at++) {
      LayerSpec layer = spec.decoder().get(at);
      if (!(layer instanceof LayerSpec.RecurrentLayer)) {
        continue;
      }
      Cell cell = form().cells().get(l);
      String name = "network.decoder[%s] %s".formatted(at, Kinds.installed().nameOf(layer));
      parts.add(
          new Part(
              name,
              Integer.toString(cell.inputs()),
              Integer.toString(cell.units()),
              numbers(of(WEIGHTS, l), of(RECURRENT, l), of(BIAS, l), of(PEEPHOLES, l))));
      parts.add(
          new Part(
              spec.recurrent().size() == 1 ? "network.decoder first state" : name + ", first state",
              Integer.toString(2 * inputs),
              Integer.toString(Decoder.Form.parts(cell) * cell.units()),
              numbers(of(BRIDGE, l), of(BRIDGE_BIAS, l))));
      l++;
    }
    spec.attention()
        .ifPresent(
            attention ->
                parts.add(
                    new Part(
                        "network.attention " + Kinds.installed().nameOf(attention),
                        inputs + ", " + units,
                        state,
                        numbers(KEYS, KEYS_BIAS, QUERY, ENERGY, COMBINE, COMBINE_BIAS))));
    parts.add(
        new Part("output softmax", state, Integer.toString(text.ids()), numbers(OUT, OUT_BIAS)));
    return parts;
  }

  private long numbers(String... keys) {
    Map<String, long[]> shapes = shapes();
    return Stream.of(keys)
        .filter(shapes::containsKey)
        .mapToLong(key -> shapes.get(key)[0] * shapes.get(key)[1])
        .sum();
  }

  long parameters() {
    return parts().stream().mapToLong(Part::parameters).sum();
  }
}
