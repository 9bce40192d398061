package dev.sluice.network;

import dev.sluice.kernel.CategoryVectors;
import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.StepDecoder;
import dev.sluice.plugin.Kinds;
import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder of forecasts whose shapes are known, {@link StepDecoder}. What it reads of categories
 * has tables of its own.
 *
 * @param inputs numbers of the encoder's vector
 * @param windows what it reads: a lookback, and the horizon
 */
public record ForecastDecoder(
    NetworkSpec.EncoderDecoder spec, int inputs, InputShape windows, OutputShape.Values values)
    implements HorizonHead {
  // Without "_", at which DL4J cuts them.
  private static final String TABLE = "E";

  @Override
  public boolean recursive() {
    return true;
  }

  @Override
  public long parameters(int vector, int window, int outputs) {
    return parts().stream().mapToLong(DecoderPlan.Part::parameters).sum();
  }

  private int features() {
    return (int) (windows.mostNumbers() / windows.steps());
  }

  StepDecoder.Form form() {
    List<Category> of = windows.categories();
    boolean[] otherLearned = new boolean[of.size()];
    for (int i = 0; i < otherLearned.length; i++) {
      otherLearned[i] = of.get(i).otherLearned();
    }
    CategoryVectors categories =
        new CategoryVectors(
            features(), of.stream().mapToInt(Category::size).toArray(), otherLearned);
    List<Cell> cells = new ArrayList<>();
    int size = categories.outputs();
    for (LayerSpec.RecurrentLayer layer : spec.recurrent()) {
      cells.add(DecoderPlan.cell(layer, size));
      size = layer.units();
    }
    return new StepDecoder.Form(
        inputs, features(), windows.steps(), values.horizon(), values.columns(), categories, cells);
  }

  /** (rows, columns) of each parameter, in the order in which they stand in memory. */
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < windows.categories().size(); i++) {
      Category category = windows.categories().get(i);
      shapes.put(TABLE + i, new long[] {category.size(), category.ids()});
    }
    List<Cell> cells = form().cells();
    for (int l = 0; l < cells.size(); l++) {
      Cell cell = cells.get(l);
      long size = cell.units();
      shapes.put(
          DecoderPlan.of(DecoderPlan.WEIGHTS, l), new long[] {cell.inputs(), cell.gates() * size});
      shapes.put(DecoderPlan.of(DecoderPlan.RECURRENT, l), new long[] {size, cell.gates() * size});
      shapes.put(DecoderPlan.of(DecoderPlan.BIAS, l), new long[] {1, cell.biases() * size});
      if (cell.peepholes() > 0) {
        shapes.put(
            DecoderPlan.of(DecoderPlan.PEEPHOLES, l), new long[] {1, cell.peepholes() * size});
      }
      long states = Decoder.Form.parts(cell) * size;
      shapes.put(DecoderPlan.of(DecoderPlan.BRIDGE, l), new long[] {inputs, states});
      shapes.put(DecoderPlan.of(DecoderPlan.BRIDGE_BIAS, l), new long[] {1, states});
    }
    shapes.put(DecoderPlan.OUT, new long[] {cells.get(cells.size() - 1).units(), values.columns()});
    shapes.put(DecoderPlan.OUT_BIAS, new long[] {1, values.columns()});
    return shapes;
  }

  static boolean isTable(String key) {
    return key.matches(TABLE + "\\d+");
  }

  @Override
  public List<DecoderPlan.Part> parts() {
    List<DecoderPlan.Part> parts = new ArrayList<>();
    List<Cell> cells = form().cells();
    for (int i = 0; i < windows.categories().size(); i++) {
      Category category = windows.categories().get(i);
      parts.add(
          new DecoderPlan.Part(
              "network.decoder category " + category.name(),
              "ids, " + category.ids(),
              Integer.toString(category.size()),
              numbers(TABLE + i)));
    }
    int l = 0;
    for (int at = 0; at < spec.decoder().size(); at++) {
      LayerSpec layer = spec.decoder().get(at);
      if (!(layer instanceof LayerSpec.RecurrentLayer)) {
        continue;
      }
      Cell cell = cells.get(l);
      String name = "network.decoder[%s] %s".formatted(at, Kinds.installed().nameOf(layer));
      parts.add(
          new DecoderPlan.Part(
              name,
              "%s steps x %s".formatted(values.horizon(), cell.inputs()),
              "%s steps x %s".formatted(values.horizon(), cell.units()),
              numbers(
                  DecoderPlan.of(DecoderPlan.WEIGHTS, l),
                  DecoderPlan.of(DecoderPlan.RECURRENT, l),
                  DecoderPlan.of(DecoderPlan.BIAS, l),
                  DecoderPlan.of(DecoderPlan.PEEPHOLES, l))));
      parts.add(
          new DecoderPlan.Part(
              name + ", first state",
              Integer.toString(inputs),
              Integer.toString(Decoder.Form.parts(cell) * cell.units()),
              numbers(
                  DecoderPlan.of(DecoderPlan.BRIDGE, l),
                  DecoderPlan.of(DecoderPlan.BRIDGE_BIAS, l))));
      l++;
    }
    parts.add(
        new DecoderPlan.Part(
            "output linear",
            "%s steps x %s".formatted(values.horizon(), cells.get(l - 1).units()),
            Integer.toString(values.count()),
            numbers(DecoderPlan.OUT, DecoderPlan.OUT_BIAS)));
    return parts;
  }

  private long numbers(String... keys) {
    Map<String, long[]> shapes = shapes();
    long sum = 0;
    for (String key : keys) {
      sum += shapes.containsKey(key) ? shapes.get(key)[0] * shapes.get(key)[1] : 0;
    }
    return sum;
  }
}
