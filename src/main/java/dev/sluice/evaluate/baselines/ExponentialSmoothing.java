package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.Arrays;
import java.util.List;

/**
 * Automatic exponential smoothing: error, trend and season are each none, additive or
 * multiplicative, the trend may be damped, and the form is chosen by the AICc (Hyndman and
 * Khandakar, Automatic Time Series Forecasting, 2008, with the restrictions of their R package: no
 * multiplicative trend, no multiplicative season with an additive error, no season of more than 24
 * rows).
 *
 * @param season rows in one season; 1 for none
 */
record ExponentialSmoothing(int season) implements SeriesMethod {
  private static final int LONGEST_SEASON = 24;

  /** None, additive or multiplicative. */
  enum Part {
    NONE("N"),
    ADDITIVE("A"),
    MULTIPLICATIVE("M");

    private final String letter;

    Part(String letter) {
      this.letter = letter;
    }
  }

  /**
   * The components of a model.
   *
   * @param multiplicativeError whether errors grow with the level
   * @param damped whether the trend flattens
   */
  record Form(boolean multiplicativeError, boolean trend, boolean damped, Part seasonal) {
    String name() {
      return "ETS(%s,%s,%s)"
          .formatted(
              multiplicativeError ? "M" : "A", trend ? damped ? "Ad" : "A" : "N", seasonal.letter);
    }

    /** The number of free parameters: smoothing parameters, initial states, and the variance. */
    int parameters(int season) {
      return 3 + (trend ? 2 : 0) + (damped ? 1 : 0) + (seasonal == Part.NONE ? 0 : season);
    }
  }

  @Override
  public int fewestRows() {
    return 8;
  }

  @Override
  public int fewestRowsElsewhere() {
    return season > LONGEST_SEASON ? fewestRows() : Math.max(fewestRows(), 2 * season);
  }

  /** Measured: 15 forms, up to season + 5 parameters each. */
  @Override
  public double seconds(int rows) {
    return 1e-4 * rows * (season > LONGEST_SEASON ? 1 : season);
  }

  @Override
  public List<Model> fit(double[] training, Patience patience) {
    Model best = null;
    boolean positive = Arrays.stream(training).allMatch(y -> y > 0);
    boolean seasonal = season > 1 && season <= LONGEST_SEASON && training.length >= 2 * season + 5;
    for (boolean multiplicativeError : new boolean[] {false, true}) {
      for (Part part : Part.values()) {
        boolean allowed =
            (positive || !multiplicativeError)
                && (multiplicativeError || part != Part.MULTIPLICATIVE)
                && (seasonal || part == Part.NONE);
        for (int trend = 0; trend < 3 && allowed; trend++) {
          Form form = new Form(multiplicativeError, trend > 0, trend > 1, part);
          if (training.length > form.parameters(season) + 1) {
            Model model = fit(training, form, patience);
            best = best == null || model.aicc() < best.aicc() ? model : best;
          }
        }
      }
    }
    return List.of(best);
  }

  /** Fits one form by maximum likelihood. */
  Model fit(double[] training, Form form, Patience patience) {
    double scale = Arrays.stream(training).map(Math::abs).average().orElseThrow();
    scale = scale == 0 ? 1 : scale;
    double[] y = new double[training.length];
    for (int t = 0; t < y.length; t++) {
      y[t] = training[t] / scale;
    }
    State start = State.of(y, form, season);
    double[] found =
        LeastSquares.minimum(
            x -> Model.of(x, form, season).residuals(y), startingPoint(form, start), patience);
    return Model.of(found, form, season).scaled(scale, training);
  }

  /** In the order in which {@link Model#of} reads them. */
  private double[] startingPoint(Form form, State start) {
    double[] x = new double[form.parameters(season) - 1];
    int at = 0;
    x[at++] = -1; // alpha 0.27
    if (form.trend) {
      x[at++] = -2.2;
    }
    if (form.seasonal != Part.NONE) {
      x[at++] = -2.2;
    }
    if (form.damped) {
      x[at++] = 2;
    }
    x[at++] = start.level;
    if (form.trend) {
      x[at++] = start.trend;
    }
    for (int s = 0; at < x.length; s++) {
      x[at++] = start.season[s];
    }
    return x;
  }

  /** Level, trend and season at some row. */
  private static final class State implements Path {
    private final Model model;
    private double level;
    private double trend;
    private final double[] season; // a ring buffer
    private int row; // of the season, the next one

    State(Model model, double level, double trend, double[] season) {
      this.model = model;
      this.level = level;
      this.trend = trend;
      this.season = season;
    }

    /** Heuristic initial states from the first rows (Hyndman et al. 2008, 2.6.1). */
    static State of(double[] y, Form form, int season) {
      double[] pattern = {};
      double[] adjusted = y;
      if (form.seasonal != Part.NONE) {
        boolean ratios = form.seasonal == Part.MULTIPLICATIVE;
        pattern = Season.pattern(y, season, ratios);
        adjusted = y.clone();
        for (int t = 0; t < y.length; t++) {
          double s = pattern[t % season];
          adjusted[t] = ratios ? y[t] / s : y[t] - s;
        }
      }
      int n = Math.min(adjusted.length, Math.max(10, 2 * pattern.length));
      double meanTime = (n + 1) / 2.0;
      double mean = Arrays.stream(adjusted, 0, n).average().orElseThrow();
      double covariance = 0;
      double variance = 0;
      for (int t = 0; t < n; t++) {
        covariance += (t + 1 - meanTime) * (adjusted[t] - mean);
        variance += (t + 1 - meanTime) * (t + 1 - meanTime);
      }
      double slope = form.trend ? covariance / variance : 0;
      return new State(null, form.trend ? mean - slope * meanTime : mean, slope, pattern);
    }

    private double expected() {
      double base = level + model.phi * trend;
      return switch (model.form.seasonal) {
        case NONE -> base;
        case ADDITIVE -> base + season[row];
        case MULTIPLICATIVE -> base * season[row];
      };
    }

    @Override
    public void see(double y) {
      double base = level + model.phi * trend;
      double s = season.length == 0 ? 0 : season[row];
      boolean ratios = model.form.seasonal == Part.MULTIPLICATIVE;
      double adjusted = season.length == 0 ? y : ratios ? y / s : y - s;
      double before = level;
      level = base + model.alpha * (adjusted - base);
      if (model.form.trend) {
        double damped = model.phi * trend;
        trend = damped + model.beta / model.alpha * (level - before - damped);
      }
      if (season.length > 0) {
        season[row] = s + model.gamma * ((ratios ? y / base : y - base) - s);
        row = (row + 1) % season.length;
      }
    }

    @Override
    public double[] forecast(int steps) {
      double[] forecast = new double[steps];
      double sum = 0;
      double power = 1;
      for (int h = 0; h < steps; h++) {
        power *= model.phi;
        sum += power;
        double base = level + sum * trend;
        double s = season.length == 0 ? 0 : season[(row + h) % season.length];
        forecast[h] = model.form.seasonal == Part.MULTIPLICATIVE ? base * s : base + s;
      }
      return forecast;
    }
  }

  /**
   * A form with its parameters.
   *
   * @param beta of the trend, as in R at most alpha
   * @param gamma of the season, at most 1 - alpha
   * @param phi the damping factor of the trend; 1 if it is not damped
   * @param level before the first row
   * @param trend before the first row
   * @param states of the season, the first row's first
   * @param aicc lower is better
   */
  record Model(
      Form form,
      double alpha,
      double beta,
      double gamma,
      double phi,
      double level,
      double trend,
      double[] states,
      double logLikelihood,
      double aicc)
      implements Fitted {
    private static final double LEAST = 1e-4;
    private static final double MOST = 0.9999;
    private static final double LEAST_PHI = 0.8;
    private static final double MOST_PHI = 0.98;

    static Model of(double[] x, Form form, int season) {
      int at = 0;
      double alpha = between(LEAST, MOST, x[at++]);
      double beta = form.trend ? between(LEAST, Math.max(LEAST, alpha), x[at++]) : 0;
      double gamma =
          form.seasonal == Part.NONE ? 0 : between(LEAST, Math.max(LEAST, 1 - alpha), x[at++]);
      double phi = form.damped ? between(LEAST_PHI, MOST_PHI, x[at++]) : 1;
      double level = x[at++];
      double trend = form.trend ? x[at++] : 0;
      double[] states = new double[form.seasonal == Part.NONE ? 0 : season];
      if (states.length > 0) {
        double rest = form.seasonal == Part.MULTIPLICATIVE ? season : 0;
        for (int s = 0; s < season - 1; s++) {
          states[s] = x[at++];
          rest -= states[s];
        }
        states[season - 1] = rest;
      }
      return new Model(form, alpha, beta, gamma, phi, level, trend, states, 0, 0);
    }

    private static double between(double least, double most, double x) {
      return least + (most - least) / (1 + Math.exp(-x));
    }

    private State start() {
      return new State(this, level, trend, states.clone());
    }

    /**
     * Scaled errors whose sum of squares is smallest where the likelihood is largest: relative
     * errors are multiplied by the geometric mean of the expected values.
     */
    double[] residuals(double[] y) {
      State state = start();
      double[] residuals = new double[y.length];
      double logs = 0;
      for (int t = 0; t < y.length; t++) {
        double expected = state.expected();
        residuals[t] = y[t] - expected;
        if (form.multiplicativeError) {
          residuals[t] /= expected;
          logs += Math.log(expected); // NaN below 0: not allowed
        }
        state.see(y[t]);
      }
      double mean = Math.exp(logs / y.length);
      for (int t = 0; t < y.length; t++) {
        residuals[t] *= mean;
      }
      return residuals;
    }

    /** The same in other units, with its likelihood. */
    Model scaled(double scale, double[] y) {
      double[] scaledStates =
          form.seasonal == Part.MULTIPLICATIVE
              ? states
              : Arrays.stream(states).map(s -> s * scale).toArray();
      Model model =
          new Model(
              form, alpha, beta, gamma, phi, level * scale, trend * scale, scaledStates, 0, 0);
      double squares = Arrays.stream(model.residuals(y)).map(r -> r * r).sum();
      double likelihood = -0.5 * y.length * Math.log(Math.max(squares, Double.MIN_NORMAL));
      int k = form.parameters(states.length);
      double aicc = -2 * likelihood + 2 * k + 2.0 * k * (k + 1) / (y.length - k - 1);
      return new Model(
          form, alpha, beta, gamma, phi, model.level, model.trend, scaledStates, likelihood, aicc);
    }

    @Override
    public String name() {
      return form.name();
    }

    @Override
    public Path path() {
      return start();
    }

    @Override
    public Path path(double[] first) {
      State rough = State.of(first, form, states.length);
      return new State(this, rough.level, rough.trend, rough.season);
    }
  }
}
