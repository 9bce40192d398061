package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.Arrays;
import java.util.List;

/**
 * The theta method: standard, optimized, and the dynamic forms of both (Fiorucci, Pellegrini,
 * Louzada, Petropoulos and Koehler, Models for optimising the theta method, 2016), of which the one
 * with the smallest squared error is chosen, as in forecTheta and statsforecast. A significant
 * season is removed first, as ratios if all values are above 0, else as differences.
 *
 * @param season rows in one season; 1 for none
 */
record ThetaMethod(int season) implements SeriesMethod {
  private static final int UNSCORED = 3; // first rows, whose errors depend on the initial states
  private static final double SMALLEST_RATIO = 0.01;

  /** Whether theta is fitted instead of 2, and whether the line is that of the rows so far. */
  enum Form {
    STM(false, false),
    OTM(true, false),
    DSTM(false, true),
    DOTM(true, true);

    private final boolean optimised;
    private final boolean dynamic;

    Form(boolean optimised, boolean dynamic) {
      this.optimised = optimised;
      this.dynamic = dynamic;
    }
  }

  @Override
  public int fewestRows() {
    return 8;
  }

  @Override
  public int fewestRowsElsewhere() {
    return Math.max(fewestRows(), 2 * season);
  }

  @Override
  public double seconds(int rows) {
    return 1e-4 * rows;
  }

  @Override
  public List<Model> fit(double[] training, Patience patience) {
    Line line = Line.through(training, Adjustment.of(training, season));
    Model best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Form form : Form.values()) {
      Model model = fit(line, form, patience);
      double error = Arrays.stream(model.errors(line.rows)).map(e -> e * e).sum();
      if (best == null || error < least) {
        best = model;
        least = error;
      }
    }
    return List.of(best);
  }

  /** Fits the parameters of one form by the smallest squared error. */
  Model fit(double[] training, Form form, Patience patience) {
    return fit(Line.through(training, Adjustment.of(training, season)), form, patience);
  }

  private static Model fit(Line line, Form form, Patience patience) {
    double[] y = line.rows;
    double scale = Arrays.stream(y).map(Math::abs).average().orElseThrow();
    double unit = scale == 0 ? 1 : scale;
    double[] start =
        form.optimised ? new double[] {y[0] / 2 / unit, 0, 0} : new double[] {y[0] / 2 / unit, 0};
    double[] found =
        LeastSquares.minimum(
            x -> {
              double[] errors = Model.of(x, form, unit, line).errors(y);
              for (int t = 0; t < errors.length; t++) {
                errors[t] /= unit;
              }
              return errors;
            },
            start,
            patience);
    return Model.of(found, form, unit, line);
  }

  /**
   * What a season adds, or multiplies by.
   *
   * @param pattern (season), the first row's first; empty if there is none
   */
  private record Adjustment(double[] pattern, boolean ratios) {
    static Adjustment of(double[] y, int season) {
      if (!Season.isThere(y, season)) {
        return new Adjustment(new double[0], false);
      }
      if (Arrays.stream(y).allMatch(v -> v > 0)) {
        double[] ratios = Season.pattern(y, season, true);
        if (Arrays.stream(ratios).allMatch(r -> r >= SMALLEST_RATIO)) {
          return new Adjustment(ratios, true);
        }
      }
      return new Adjustment(Season.pattern(y, season, false), false);
    }

    double[] without(double[] y) {
      double[] adjusted = y.clone();
      for (int t = 0; t < y.length; t++) {
        adjusted[t] = without(y[t], t);
      }
      return adjusted;
    }

    double without(double y, int row) {
      return pattern.length == 0
          ? y
          : ratios ? y / pattern[row % pattern.length] : y - pattern[row % pattern.length];
    }

    double with(double y, int row) {
      return pattern.length == 0
          ? y
          : ratios ? y * pattern[row % pattern.length] : y + pattern[row % pattern.length];
    }
  }

  /**
   * The line through some rows, counted from 1.
   *
   * @param rows without their season
   */
  private record Line(double[] rows, Adjustment adjustment, double intercept, double slope) {
    static Line through(double[] values, Adjustment adjustment) {
      double[] y = adjustment.without(values);
      double n = y.length;
      double mean = Arrays.stream(y).average().orElseThrow();
      double products = 0;
      for (int t = 0; t < n; t++) {
        products += (t + 1) * y[t] / n;
      }
      double slope = 6 * (2 * products - (n + 1) * mean) / (n * n - 1);
      return new Line(y, adjustment, mean - (n + 1) * slope / 2, slope);
    }
  }

  /**
   * A form with its parameters.
   *
   * @param level before the first row
   * @param alpha 0.1 to 0.99
   * @param weight 1 - 1 / theta
   * @param line through the training rows
   */
  record Model(Form form, double level, double alpha, double weight, Line line) implements Fitted {
    private static final double MOST_LEVEL = 10; // mean absolute values
    private static final double LEAST_ALPHA = 0.1;
    private static final double MOST_ALPHA = 0.99;

    private static Model of(double[] x, Form form, double unit, Line line) {
      double alpha = LEAST_ALPHA + (MOST_ALPHA - LEAST_ALPHA) / (1 + Math.exp(-x[1]));
      double weight = form.optimised ? 1 / (1 + Math.exp(-x[2])) : 0.5;
      double level = MOST_LEVEL * Math.tanh(x[0] / MOST_LEVEL) * unit;
      return new Model(form, level, alpha, weight, line);
    }

    /** With these parameters, and the line through these rows, which have no season. */
    static Model of(Form form, double level, double alpha, double theta, double[] y) {
      Line line = Line.through(y, new Adjustment(new double[0], false));
      return new Model(form, level, alpha, 1 - 1 / theta, line);
    }

    /** One-step errors, without those of the first rows; the rows have no season. */
    private double[] errors(double[] y) {
      State state = new State(this);
      double[] errors = new double[y.length - UNSCORED];
      for (int t = 0; t < y.length; t++) {
        if (t >= UNSCORED) {
          errors[t - UNSCORED] = y[t] - state.next();
        }
        state.move(y[t]);
      }
      return errors;
    }

    @Override
    public String name() {
      return form.name();
    }

    @Override
    public Path path() {
      return new State(this);
    }

    /** The season and the line are those of the new rows. */
    @Override
    public Path path(double[] start) {
      Adjustment season = line.adjustment;
      Line other =
          Line.through(
              start,
              season.pattern.length == 0 ? season : Adjustment.of(start, season.pattern.length));
      return new State(new Model(form, other.rows[0] / 2, alpha, weight, other));
    }
  }

  /** Level and line after some rows. */
  private static final class State implements Path {
    private final Model model;
    private double level;
    private double mean;
    private double intercept;
    private double slope;
    private double power = 1; // (1 - alpha) to the rows seen
    private int rows;

    State(Model model) {
      this.model = model;
      level = model.level;
      intercept = model.form.dynamic ? 0 : model.line.intercept;
      slope = model.form.dynamic ? 0 : model.line.slope;
    }

    private State(State other) {
      model = other.model;
      level = other.level;
      mean = other.mean;
      intercept = other.intercept;
      slope = other.slope;
      power = other.power;
      rows = other.rows;
    }

    /** The forecast of the next row, without its season. */
    double next() {
      return level
          + model.weight
              * (intercept * power + slope * (1 - power * (1 - model.alpha)) / model.alpha);
    }

    /** Moves to the next row, which has this value without its season. */
    void move(double y) {
      level += model.alpha * (y - level);
      if (model.form.dynamic) {
        slope =
            rows == 0 ? 0 : ((rows - 1.0) * slope + 6 * (y - mean) / (rows + 1.0)) / (rows + 2.0);
        mean += (y - mean) / (rows + 1.0);
        intercept = mean - slope * (rows + 2) / 2;
      }
      power *= 1 - model.alpha;
      rows++;
    }

    @Override
    public void see(double value) {
      move(model.line.adjustment.without(value, rows));
    }

    @Override
    public double[] forecast(int steps) {
      State ahead = new State(this);
      double[] forecast = new double[steps];
      for (int h = 0; h < steps; h++) {
        double y = ahead.next();
        forecast[h] = model.line.adjustment.with(y, ahead.rows);
        ahead.move(y);
      }
      return forecast;
    }
  }
}
