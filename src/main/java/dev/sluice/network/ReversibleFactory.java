package dev.sluice.network;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Reversible;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layer of {@code window_scale: {revin: {}}}, which follows from {@code data.input}: it
 * multiplies columns by one weight and adds another. The output undoes both.
 */
public final class ReversibleFactory implements LayerFactory<ReversibleFactory.Affine> {
  /** The keys of the two weights of each column, (1, columns). */
  public static final String GAMMA = "gamma";

  public static final String BETA = "beta";
  private static final ReversibleFactory INSTANCE = new ReversibleFactory();
  private static final double LEAST_GAMMA = 0.01;

  /** Not to be written by a user. */
  public record Affine(Reversible of) implements LayerSpec {}

  private ReversibleFactory() {}

  /**
   * What counts as gamma: one nearer to 0 than 0.01 is moved there, with its sign, in the layer and
   * in the output alike. Then no output is blown up more than a hundredfold, and what the layer
   * does is undone exactly. The authors' code adds 1e-10 in the output only.
   */
  public static double bounded(double gamma) {
    return Math.abs(gamma) < LEAST_GAMMA ? Math.copySign(LEAST_GAMMA, gamma) : gamma;
  }

  /**
   * The column by which an output is undone; -1 if it is not.
   *
   * @param output {@code (step * columns + column) * numbers + number}
   */
  public static int columnOf(OutputShape.Values values, int output) {
    return columnOf(values.columns(), values.numbers(), values.numbersInItsUnits(), output);
  }

  static int columnOf(int columns, int numbers, int reversed, int output) {
    return output % numbers < reversed ? output / numbers % columns : -1;
  }

  static PlannedLayer<Affine> planned(InputShape input) {
    LayerShape.Sequence taken = (LayerShape.Sequence) input.layer();
    Affine spec = new Affine(input.reversible().orElseThrow());
    return new PlannedLayer<>(
        "data.input.series.window_scale revin",
        spec,
        INSTANCE,
        taken,
        taken,
        INSTANCE.parameters(spec, taken.features()));
  }

  @Override
  public Class<Affine> spec() {
    return Affine.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.SEQUENCE;
  }

  @Override
  public int outputs(Affine spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(Affine spec, int inputs) {
    return 2L * spec.of().columns();
  }

  /** What the output undoes is that of one pass. */
  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Affine spec) {
    return Optional.of(
        new InvalidSpecException.Fault("", "sees a window as a whole", "choose standard"));
  }

  @Override
  public LayerTranslation<Affine> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Affine> {
    @Override
    public Layer layer(Affine spec, int inputs, int outputs) {
      return new KernelReversible(inputs, spec.of());
    }

    /** A new network is what it would be without them. */
    @Override
    public void drawWeights(Affine spec, Map<String, INDArray> parameters, RandomGenerator random) {
      parameters.get(GAMMA).assign(1);
      parameters.get(BETA).assign(0);
    }
  }
}
