package dev.sluice.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Translates layers one after the other. */
final class ForeignChain {
  private static final int MOST_OF_IDENTITY = 1 << 12; // its square takes 64 MB

  /** The shape of the next layer's input. */
  enum Form {
    IDS,
    STEPS,
    VECTOR
  }

  private final List<ForeignLayer> layers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Form form;
  private int width; // the number of ids, else the numbers per step or in the vector

  ForeignChain(Form form, int width) {
    this.form = form;
    this.width = width;
  }

  Form form() {
    return form;
  }

  int width() {
    return width;
  }

  List<ForeignLayer> layers() {
    return List.copyOf(layers);
  }

  /** Notes on the translation for the user. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  void note(String note) {
    notes.add(note);
  }

  /** Adds a layer whose output has the form of its input. */
  void add(
      String origin,
      String kind,
      Map<String, String> options,
      Map<String, float[]> parameters,
      int outputs) {
    add(origin, kind, options, parameters, outputs, form);
  }

  void add(
      String origin,
      String kind,
      Map<String, String> options,
      Map<String, float[]> parameters,
      int outputs,
      Form gives) {
    layers.add(new ForeignLayer(origin, kind, options, parameters, outputs));
    form = gives;
    width = outputs;
  }

  /** Multiplies each number by its scale and adds its shift. */
  void diagonal(String origin, float[] scale, float[] shift) {
    if (width > MOST_OF_IDENTITY) {
      throw new Untranslatable(
          origin, "has %s inputs; the maximum is %s".formatted(width, MOST_OF_IDENTITY));
    }
    add(
        origin,
        "dense",
        Map.of("units", Integer.toString(width)),
        Map.of("W", Weights.diagonal(scale), "b", shift),
        width);
  }

  /**
   * Adds a function that is applied to each number: as part of the layer before it, or as a layer.
   */
  void activation(String origin, ForeignActivation activation) {
    if (activation.isLinear()) {
      return;
    }
    int last = layers.size() - 1;
    if (last < 0 || !layers.get(last).takes(activation)) {
      diagonal(origin, Weights.filled(width, 1), new float[width]);
      last = layers.size() - 1;
    }
    layers.set(last, layers.get(last).with(origin, activation));
  }

  /** A layer with weights W and b, and its activation. */
  void matrix(
      String origin,
      String kind,
      Map<String, String> options,
      float[] w,
      float[] b,
      int outputs,
      ForeignActivation activation) {
    add(origin, kind, options, Map.of("W", w, "b", b), outputs);
    activation(origin, activation);
  }

  /**
   * Makes the last layer the output; if that is not possible, adds an output layer that changes
   * nothing.
   */
  ForeignLayer takeOutput() {
    if (layers.isEmpty() || !layers.get(layers.size() - 1).kind().equals("dense")) {
      diagonal("the output of the last layer", Weights.filled(width, 1), new float[width]);
    }
    ForeignLayer last = layers.remove(layers.size() - 1);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("units", Integer.toString(last.outputs()));
    options.put(
        ForeignLayer.ACTIVATION, last.options().getOrDefault(ForeignLayer.ACTIVATION, "linear"));
    return new ForeignLayer(last.origin(), "output", options, last.parameters(), last.outputs());
  }
}
