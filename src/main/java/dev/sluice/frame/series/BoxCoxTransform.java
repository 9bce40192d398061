package dev.sluice.frame.series;

import dev.sluice.spec.TransformSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code (x^lambda - 1) / lambda}, for a lambda of 0 {@code log(x)} (G. E. P. Box and D. R. Cox,
 * "An Analysis of Transformations", 1964, equation 1). Forecasts beyond the range of the transform
 * become its limit: 0 for a lambda above 0, infinity for one below.
 */
final class BoxCoxTransform implements ColumnTransform {
  private static final String LAMBDA = "lambda";
  private static final double LEAST = -1;
  private static final double MOST = 2;
  private static final int GRID = 30; // grid steps of 0.1, in case there are several peaks
  private static final double PRECISION = 1e-8;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final Optional<Double> given;
  private final double lambda;

  private BoxCoxTransform(Optional<Double> given, double lambda) {
    this.given = given;
    this.lambda = lambda;
  }

  /** Makes {@link BoxCoxTransform}s. */
  public static final class Factory implements TransformFactory<TransformSpec.BoxCox> {
    @Override
    public Class<TransformSpec.BoxCox> spec() {
      return TransformSpec.BoxCox.class;
    }

    @Override
    public ColumnTransform create(TransformSpec.BoxCox spec) {
      return new BoxCoxTransform(spec.lambda(), spec.lambda().orElse(1.0));
    }
  }

  @Override
  public int memory() {
    return 0;
  }

  @Override
  public boolean accepts(double value) {
    return value > 0 && Double.isFinite(apply(value, lambda));
  }

  @Override
  public String domain() {
    return "values > 0";
  }

  /** The lambda with the highest likelihood; each series has its own mean and variance. */
  @Override
  public ColumnTransform fit(List<double[]> training) {
    if (given.isPresent()) {
      return this;
    }
    double best = LEAST;
    for (int i = 1; i <= GRID; i++) {
      double next = LEAST + i * (MOST - LEAST) / GRID;
      best = logLikelihood(training, next) > logLikelihood(training, best) ? next : best;
    }
    double step = (MOST - LEAST) / GRID;
    double low = Math.max(LEAST, best - step);
    double high = Math.min(MOST, best + step);
    while (high - low > PRECISION) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (logLikelihood(training, left) >= logLikelihood(training, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return new BoxCoxTransform(given, (low + high) / 2);
  }

  /** Box and Cox's equation 8, apart from a constant; missing values are left out. */
  private static double logLikelihood(List<double[]> training, double lambda) {
    double sum = 0;
    for (double[] series : training) {
      double[] known = Arrays.stream(series).filter(x -> !Double.isNaN(x)).toArray();
      double mean = Arrays.stream(known).map(x -> apply(x, lambda)).average().orElse(0);
      double squares = Arrays.stream(known).map(x -> apply(x, lambda) - mean).map(e -> e * e).sum();
      if (squares > 0) { // a constant series contributes nothing
        sum -= known.length / 2.0 * StrictMath.log(squares / known.length);
        sum += (lambda - 1) * Arrays.stream(known).map(StrictMath::log).sum();
      }
    }
    return sum;
  }

  @Override
  public Map<String, Double> learned() {
    return given.isPresent() ? Map.of() : Map.of(LAMBDA, lambda);
  }

  @Override
  public ColumnTransform with(Map<String, Double> learned) {
    if (given.isEmpty() && !learned.containsKey(LAMBDA)) {
      throw new IllegalArgumentException("'" + LAMBDA + "' is missing");
    }
    return given.isPresent() ? this : new BoxCoxTransform(given, learned.get(LAMBDA));
  }

  @Override
  public double apply(double[] values, int row) {
    return apply(values[row], lambda);
  }

  /** Avoids the rounding error of a difference if lambda is near 0. */
  private static double apply(double x, double lambda) {
    double log = StrictMath.log(x);
    return lambda == 0 ? log : StrictMath.expm1(lambda * log) / lambda;
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    return Arrays.stream(transformed).map(this::invert).toArray();
  }

  private double invert(double y) {
    if (lambda == 0) {
      return StrictMath.exp(y);
    }
    return lambda * y <= -1
        ? lambda > 0 ? 0 : Double.POSITIVE_INFINITY
        : StrictMath.exp(StrictMath.log1p(lambda * y) / lambda);
  }
}
