package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Automatic seasonal ARIMA: differences chosen by tests, orders by stepwise search with the AICc
 * (Hyndman and Khandakar, Automatic Time Series Forecasting, 2008). Every candidate is fitted by
 * exact maximum likelihood of the differenced rows. The seasonal difference is taken if the season
 * is strong (Wang, Smith and Hyndman 2006), further ones by the test of Kwiatkowski, Phillips,
 * Schmidt and Shin (1992), as in forecast and statsforecast.
 *
 * @param season rows in one season; 1 for none
 */
record Arima(int season) implements SeriesMethod {
  private static final int MOST_ORDER = 5;
  private static final int MOST_SEASONAL_ORDER = 2;
  private static final int MOST_MODELS = 94;
  private static final int MOST_DIFFERENCES = 2;
  private static final int LONGEST_SEASON = 24; // with coefficients of its own
  private static final double STRONG_SEASON = 0.64;
  private static final double KPSS_5_PERCENT = 0.463;
  private static final double NEAREST_ROOT = 1.01;

  /**
   * ARIMA(p,d,q)(P,D,Q) in the usual letters.
   *
   * @param constant whether the differenced rows have a nonzero mean
   */
  record Order(int p, int d, int q, int seasonalP, int seasonalD, int seasonalQ, boolean constant) {
    private int coefficients() {
      return p + q + seasonalP + seasonalQ + (constant ? 1 : 0);
    }

    private Order moved(int p, int q, int seasonalP, int seasonalQ) {
      return new Order(
          this.p + p,
          d,
          this.q + q,
          this.seasonalP + seasonalP,
          seasonalD,
          this.seasonalQ + seasonalQ,
          constant);
    }

    private Order otherConstant() {
      return new Order(p, d, q, seasonalP, seasonalD, seasonalQ, !constant);
    }
  }

  @Override
  public int fewestRows() {
    return 10;
  }

  /**
   * A single row is enough: the states of another series start from those of the stationary
   * process.
   */
  @Override
  public int fewestRowsElsewhere() {
    return 1;
  }

  /** Measured: fewer than 94 models, for each of two differences. */
  @Override
  public double seconds(int rows) {
    return 1e-3 * rows * (season > LONGEST_SEASON ? 1 : season);
  }

  /**
   * Both with as many differences as the tests suggest and with one more: the AICc cannot compare
   * them.
   */
  @Override
  public List<Model> fit(double[] training, Patience patience) {
    int period = seasonOf(training);
    double[] rows = training;
    int seasonalD = period > 1 && Season.strength(rows, period) > STRONG_SEASON ? 1 : 0;
    rows = seasonalD > 0 ? differenced(rows, period) : rows;
    int d = 0;
    while (d < MOST_DIFFERENCES && Season.variance(rows) > 0 && kpss(rows) > KPSS_5_PERCENT) {
      rows = differenced(rows, 1);
      d++;
    }
    List<Model> models = new ArrayList<>();
    models.add(new Search(this, training, d, seasonalD, patience).best());
    if (d + seasonalD < 2 && Season.variance(rows) > 0) {
      models.add(new Search(this, training, d + 1, seasonalD, patience).best());
    }
    return models;
  }

  /** The season if the rows contain at least three of them, else 1. */
  private int seasonOf(double[] training) {
    return season > 1 && training.length >= 3 * season ? season : 1;
  }

  /** Steps from one order to the next better one. */
  private static final class Search {
    private final Arima arima;
    private final double[] training;
    private final Patience patience;
    private final int d;
    private final int seasonalD;
    private final int mostOrder;
    private final int mostSeasonalOrder;
    private final Set<Order> tried = new HashSet<>();
    private Order order;
    private Model model;

    Search(Arima arima, double[] training, int d, int seasonalD, Patience patience) {
      this.arima = arima;
      this.training = training;
      this.d = d;
      this.seasonalD = seasonalD;
      this.patience = patience;
      int season = arima.seasonOf(training);
      mostOrder = Math.min(MOST_ORDER, training.length / 3);
      mostSeasonalOrder =
          season > 1 && season <= LONGEST_SEASON
              ? Math.min(MOST_SEASONAL_ORDER, training.length / 3 / season)
              : 0;
    }

    Model best() {
      boolean constant = d + seasonalD < 2;
      for (int[] start : new int[][] {{2, 2, 1, 1}, {0, 0, 0, 0}, {1, 0, 1, 0}, {0, 1, 0, 1}}) {
        attempt(
            new Order(
                Math.min(start[0], mostOrder),
                d,
                Math.min(start[1], mostOrder),
                Math.min(start[2], mostSeasonalOrder),
                seasonalD,
                Math.min(start[3], mostSeasonalOrder),
                constant));
      }
      attempt(new Order(0, d, 0, 0, seasonalD, 0, false));
      while (tried.size() < MOST_MODELS && improves()) {
        continue;
      }
      return model;
    }

    private boolean improves() {
      for (Order next : neighbours(order)) {
        if (tried.size() < MOST_MODELS && attempt(next)) {
          return true;
        }
      }
      return false;
    }

    private List<Order> neighbours(Order from) {
      List<Order> all = new ArrayList<>();
      int[][] moves = {{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
      for (int[] move : moves) {
        all.add(from.moved(0, 0, move[0], move[1]));
      }
      for (int[] move : moves) {
        all.add(from.moved(move[0], move[1], 0, 0));
      }
      if (from.d + from.seasonalD < 2) {
        all.add(from.otherConstant());
      }
      all.removeIf(
          o ->
              Math.min(Math.min(o.p, o.q), Math.min(o.seasonalP, o.seasonalQ)) < 0
                  || Math.max(o.p, o.q) > mostOrder
                  || Math.max(o.seasonalP, o.seasonalQ) > mostSeasonalOrder);
      return all;
    }

    /** Whether an order that has not been tried yet is the best so far. */
    private boolean attempt(Order next) {
      if (!tried.add(next)) {
        return false;
      }
      Optional<Model> fitted = arima.fit(training, next, patience);
      if (fitted.isPresent() && (model == null || fitted.get().aicc < model.aicc)) {
        order = next;
        model = fitted.get();
        return true;
      }
      return false;
    }
  }

  static double[] differenced(double[] y, int lag) {
    double[] differences = new double[y.length - lag];
    for (int t = 0; t < differences.length; t++) {
      differences[t] = y[t + lag] - y[t];
    }
    return differences;
  }

  /**
   * The statistic of Kwiatkowski et al. around a level; above 0.463 the level is not stationary at
   * 5%.
   */
  static double kpss(double[] y) {
    int n = y.length;
    int lags = (int) (3 * Math.sqrt(n) / 13);
    double mean = Arrays.stream(y).average().orElseThrow();
    double cumulated = 0;
    double squares = 0;
    for (double value : y) {
      cumulated += value - mean;
      squares += cumulated * cumulated;
    }
    double longRun = 0;
    for (int lag = 0; lag <= lags; lag++) {
      double sum = 0;
      for (int t = lag; t < n; t++) {
        sum += (y[t] - mean) * (y[t - lag] - mean);
      }
      longRun += (lag == 0 ? 1 : 2 * (1 - lag / (lags + 1.0))) * sum / n;
    }
    return squares / ((double) n * n) / longRun;
  }

  /**
   * Fits one order by maximum likelihood; empty if it has too many coefficients or a root near 1.
   */
  Optional<Model> fit(double[] training, Order order, Patience patience) {
    int period = seasonOf(training);
    double[] w = training;
    for (int i = 0; i < order.seasonalD; i++) {
      w = differenced(w, period);
    }
    for (int i = 0; i < order.d; i++) {
      w = differenced(w, 1);
    }
    if (w.length <= order.coefficients() + 2) {
      return Optional.empty();
    }
    double deviation = Math.sqrt(Season.variance(w));
    double unit = deviation == 0 ? 1 : deviation;
    double mean = order.constant ? Arrays.stream(w).average().orElseThrow() : 0;
    double[] rows = Arrays.stream(w).map(v -> (v - mean) / unit).toArray();
    double[] found =
        deviation == 0
            ? new double[order.coefficients()]
            : LeastSquares.minimum(
                x -> Coefficients.of(x, order, period).residuals(rows),
                new double[order.coefficients()],
                patience);
    Coefficients coefficients = Coefficients.of(found, order, period);
    return coefficients.hasRootsApart(period)
        ? Optional.of(coefficients.model(order, period, rows, mean, unit))
        : Optional.empty();
  }

  /**
   * @param factors AR, MA, seasonal AR and seasonal MA, lag 1 first; signs as in 1 - phi B, 1 +
   *     theta B
   * @param phi product of the AR factors
   * @param theta product of the MA factors
   */
  record Coefficients(double[][] factors, double[] phi, double[] theta, double constant) {

    /**
     * @param x arctanh of partial autocorrelations, so that every process is stationary and
     *     invertible (Monahan 1984), then the constant
     */
    private static Coefficients of(double[] x, Order order, int period) {
      int[] sizes = {order.p, order.q, order.seasonalP, order.seasonalQ};
      double[][] factors = new double[4][];
      int at = 0;
      for (int f = 0; f < 4; f++) {
        factors[f] = fromPartial(Arrays.copyOfRange(x, at, at + sizes[f]));
        at += sizes[f];
        if (f % 2 == 1) {
          for (int i = 0; i < factors[f].length; i++) {
            factors[f][i] = -factors[f][i];
          }
        }
      }
      return of(factors, order.constant ? x[at] : 0, period);
    }

    static Coefficients of(double[][] factors, double constant, int period) {
      return new Coefficients(
          factors,
          product(factors[0], factors[2], period, -1),
          product(factors[1], factors[3], period, 1),
          constant);
    }

    private static double[] fromPartial(double[] x) {
      double[] phi = new double[x.length];
      for (int k = 0; k < x.length; k++) {
        double[] before = phi.clone();
        phi[k] = StrictMath.tanh(x[k]); // StrictMath, so that the orders are the same on every JVM
        for (int j = 0; j < k; j++) {
          phi[j] = before[j] - phi[k] * before[k - 1 - j];
        }
      }
      return phi;
    }

    /** (1 + sign a B ...)(1 + sign b B^period ...), without the 1 and with the sign taken out. */
    private static double[] product(double[] a, double[] b, int period, int sign) {
      double[] product = new double[a.length + b.length * period];
      for (int i = 0; i <= a.length; i++) {
        for (int j = 0; j <= b.length; j++) {
          if (i + j > 0) {
            double first = i == 0 ? 1 : sign * a[i - 1];
            double second = j == 0 ? 1 : sign * b[j - 1];
            product[i + j * period - 1] += sign * first * second;
          }
        }
      }
      return product;
    }

    /** Scaled innovations whose sum of squares is smallest where the likelihood is largest. */
    private double[] residuals(double[] rows) {
      Arma arma = new Arma(phi, theta);
      double[] x = centred(rows);
      double[] innovations = new double[x.length];
      double[] residuals = new double[x.length];
      double logs = 0;
      for (int t = 0; t < x.length; t++) {
        innovations[t] = x[t] - arma.predicted(t, x, innovations, t);
        residuals[t] = innovations[t] / Math.sqrt(arma.variance(t));
        logs += Math.log(arma.variance(t));
      }
      double factor = Math.exp(logs / (2 * x.length));
      for (int t = 0; t < x.length; t++) {
        residuals[t] *= factor;
      }
      return residuals;
    }

    private double[] centred(double[] rows) {
      return Arrays.stream(rows).map(v -> v - constant).toArray();
    }

    /**
     * The likelihood of Gaussian errors with estimated variance.
     *
     * @param rows differenced
     */
    double logLikelihood(double[] rows) {
      double variance =
          Arrays.stream(residuals(rows)).map(r -> r * r).sum() / rows.length; // and determinant
      return -0.5
          * rows.length
          * (Math.log(2 * Math.PI * Math.max(variance, Double.MIN_NORMAL)) + 1);
    }

    /** Whether no root lies nearer to the unit circle than 1.01. */
    private boolean hasRootsApart(int period) {
      return Arrays.stream(factors[0]).noneMatch(Double::isNaN)
          && staysStationary(factors[0], 1, NEAREST_ROOT)
          && staysStationary(factors[1], -1, NEAREST_ROOT)
          && staysStationary(factors[2], 1, Math.pow(NEAREST_ROOT, period))
          && staysStationary(factors[3], -1, Math.pow(NEAREST_ROOT, period));
    }

    /** Whether all roots lie beyond a radius, by the partial autocorrelations. */
    private static boolean staysStationary(double[] factor, int sign, double radius) {
      double[] phi = new double[factor.length];
      for (int i = 0; i < phi.length; i++) {
        phi[i] = sign * factor[i] * Math.pow(radius, i + 1);
      }
      for (int k = phi.length - 1; k >= 0; k--) {
        double last = phi[k];
        if (!(Math.abs(last) < 1)) {
          return false;
        }
        double[] shorter = new double[k];
        for (int j = 0; j < k; j++) {
          shorter[j] = (phi[j] + last * phi[k - 1 - j]) / (1 - last * last);
        }
        phi = shorter;
      }
      return true;
    }

    private Model model(Order order, int period, double[] rows, double mean, double unit) {
      double likelihood = logLikelihood(rows) - rows.length * Math.log(unit);
      int k = order.coefficients() + 1;
      double aicc = -2 * likelihood + 2 * k + 2.0 * k * (k + 1) / (rows.length - k - 1);
      double[] lags = {};
      for (int i = 0; i < order.d; i++) {
        lags = product(lags, new double[] {1}, 1, -1);
      }
      for (int i = 0; i < order.seasonalD; i++) {
        lags = product(lags, new double[] {1}, period, -1);
      }
      return new Model(
          order,
          period,
          this,
          new Arma(phi, theta),
          mean + constant * unit,
          lags,
          likelihood,
          aicc);
    }
  }

  /**
   * An order with its coefficients.
   *
   * @param mean of the differenced rows
   * @param lags a row is its difference and the sum of these times the rows before it, the last
   *     first
   * @param logLikelihood of the differenced rows
   * @param aicc lower is better
   */
  record Model(
      Order order,
      int season,
      Coefficients coefficients,
      Arma arma,
      double mean,
      double[] lags,
      double logLikelihood,
      double aicc)
      implements Fitted {
    @Override
    public String name() {
      String plain = "ARIMA(%s,%s,%s)".formatted(order.p, order.d, order.q);
      return (season > 1
              ? "%s(%s,%s,%s)[%s]"
                  .formatted(plain, order.seasonalP, order.seasonalD, order.seasonalQ, season)
              : plain)
          + (order.constant ? " with a constant" : "");
    }

    @Override
    public Path path() {
      return new Rows(this);
    }

    @Override
    public Path path(double[] start) {
      return path();
    }
  }

  /** The rows so far, with room for the forecast ones. */
  private static final class Rows implements Path {
    private final Model model;
    private double[] y = new double[256];
    private double[] x = new double[256]; // differenced, less the mean; from row 0
    private double[] innovations = new double[256];
    private int rows;

    Rows(Model model) {
      this.model = model;
    }

    private int differences() {
      return Math.max(0, rows - model.lags.length);
    }

    private void makeRoom(int more) {
      if (rows + more > y.length) {
        int length = Math.max(rows + more, 2 * y.length);
        y = Arrays.copyOf(y, length);
        x = Arrays.copyOf(x, length);
        innovations = Arrays.copyOf(innovations, length);
      }
    }

    /** The prediction of a row from those before it, apart from its difference. */
    private double carried(int row) {
      double sum = 0;
      for (int i = 1; i <= model.lags.length; i++) {
        sum += model.lags[i - 1] * y[row - i];
      }
      return sum;
    }

    @Override
    public void see(double value) {
      makeRoom(1);
      y[rows] = value;
      if (rows >= model.lags.length) {
        int t = rows - model.lags.length;
        x[t] = value - carried(rows) - model.mean;
        innovations[t] = x[t] - model.arma.predicted(t, x, innovations, t);
      }
      rows++;
    }

    @Override
    public double[] forecast(int steps) {
      makeRoom(steps);
      int seen = differences();
      for (int h = 0; h < steps; h++) {
        x[seen + h] = model.arma.predicted(seen + h, x, innovations, seen);
        y[rows + h] = carried(rows + h) + x[seen + h] + model.mean;
      }
      return Arrays.copyOfRange(y, rows, rows + steps);
    }
  }
}
