package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec.Segments;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `segments`: (batch, features, steps) to (batch, units, steps / length). W (length * features,
 * units), b (1, units).
 */
public final class SegmentsFactory implements LayerFactory<Segments> {
  @Override
  public Class<Segments> spec() {
    return Segments.class;
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
  public int outputs(Segments spec, int inputs) {
    return spec.units();
  }

  @Override
  public int steps(Segments spec, int steps) {
    return Math.max(1, steps / spec.length());
  }

  @Override
  public long parameters(Segments spec, int inputs) {
    return ((long) spec.length() * inputs + 1) * spec.units();
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotOf(Segments spec, Lengths lengths) {
    if (!lengths.fixed()) {
      return Optional.of(
          new InvalidSpecException.Fault(
              "",
              "needs sequences of the same length, and these differ in length",
              "remove it, or choose convolution"));
    }
    int length = spec.length();
    int rest = lengths.steps() % length;
    return rest == 0
        ? Optional.empty()
        : Optional.of(
            new InvalidSpecException.Fault(
                "length",
                "%s steps cannot be divided into segments of %s".formatted(lengths.steps(), length),
                Stream.of(
                        lengths
                            .rowsBack()
                            .map(rows -> "choose a lookback of " + multiples(rows, rest, length)),
                        divisors(lengths.steps(), length))
                    .flatMap(Optional::stream)
                    .reduce((one, other) -> one + ", or " + other)
                    .orElse("remove it")));
  }

  /**
   * The nearest numbers of steps that are divisible by the length.
   *
   * @param rest steps after the last whole segment
   */
  static String multiples(int steps, int rest, int length) {
    int longer = steps + length - rest;
    return steps > rest ? steps - rest + " or " + longer : String.valueOf(longer);
  }

  /** The nearest lengths that divide the number of steps. */
  private static Optional<String> divisors(int steps, int length) {
    IntStream shorter = IntStream.range(0, length - 2).map(i -> length - 1 - i);
    IntStream longer = IntStream.rangeClosed(length + 1, steps / 2);
    String nearest =
        Stream.of(shorter, longer)
            .flatMap(lengths -> lengths.filter(l -> steps % l == 0).limit(1).boxed())
            .map(String::valueOf)
            .collect(Collectors.joining(" or "));
    return nearest.isEmpty() ? Optional.empty() : Optional.of("a length of " + nearest);
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Segments spec) {
    return Optional.of(
        new InvalidSpecException.Fault(
            "", "joins steps, but each step is predicted from the one before", "remove it"));
  }

  @Override
  public LayerTranslation<Segments> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Segments> {
    @Override
    public Layer layer(Segments spec, int inputs, int outputs) {
      KernelSegments layer =
          new KernelSegments(
              inputs,
              outputs,
              spec.length(),
              KernelRecurrent.squash(Activations.of(spec.activation())).orElseThrow());
      layer.setRegularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer;
    }

    @Override
    public void drawWeights(
        Segments spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
    }
  }
}
