package dev.sluice.network;

import dev.sluice.shape.LayerShape;
import dev.sluice.spec.LayerSpec;

/**
 * A layer whose shapes are known.
 *
 * @param name its place and kind: {@code network[2] lstm}
 * @param factory the factory of its kind
 * @param input its input
 * @param output its output
 * @param parameters how many numbers it has, learned or tracked
 */
public record PlannedLayer<S extends LayerSpec>(
    String name,
    S spec,
    LayerFactory<S> factory,
    LayerShape input,
    LayerShape output,
    long parameters) {

  /** The number of inputs per step, or in the vector; for ids, the number of ids. */
  public int inputs() {
    return width(input);
  }

  /** The number of outputs per step, or in the vector. */
  public int outputs() {
    return width(output);
  }

  /** {@link LayerFactory#widest}. */
  long widest() {
    return factory.widest(spec, inputs());
  }

  /**
   * The number of columns beside the ids that it takes; it passes them on after its own outputs.
   */
  int beside() {
    return input instanceof LayerShape.Ids ids ? ids.beside() : 0;
  }

  /** Whether the layer has steps to return and returns only the last of them. */
  public boolean givesLastStep() {
    return factory.gives() == LayerFactory.Gives.STEPS_AS_NEEDED
        && output instanceof LayerShape.Vector;
  }

  /** Whether this is `pooling: {method: last}`. */
  boolean takesLast() {
    return spec instanceof LayerSpec.Pooling pooling
        && pooling.method() == LayerSpec.Pooling.Method.LAST;
  }

  static int width(LayerShape shape) {
    if (shape instanceof LayerShape.Ids ids) {
      return ids.vocabularySize();
    }
    if (shape instanceof LayerShape.Spelled spelled) {
      return spelled.spelling().alphabet();
    }
    return shape instanceof LayerShape.Sequence sequence
        ? sequence.features()
        : ((LayerShape.Vector) shape).features();
  }
}
