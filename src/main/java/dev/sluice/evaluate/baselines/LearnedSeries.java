package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.BaselineSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A baseline that learns from the training rows, in the units in which the model sees them. Methods
 * for a single column see the untransformed column if its transform needs the row before, such as a
 * difference.
 */
abstract class LearnedSeries {
  private static final double MOST_SECONDS = 10;
  private static final int MOST_NAMED = 3; // columns in a note

  /** The methods that forecast each column by itself, given the rows in a season. */
  private static final Map<BaselineSpec, IntFunction<SeriesMethod>> METHODS =
      Map.of(
          new BaselineSpec.Ets(), ExponentialSmoothing::new,
          new BaselineSpec.Theta(), ThetaMethod::new,
          new BaselineSpec.Arima(), Arima::new);

  final BaselineSpec baseline;
  final SeriesHistory training;
  final SeriesHistory validation;
  final Patience patience;

  LearnedSeries(
      BaselineSpec baseline, SeriesHistory training, SeriesHistory validation, Patience patience) {
    this.baseline = baseline;
    this.training = training;
    this.validation = validation;
    this.patience = patience;
  }

  /**
   * @throws IllegalArgumentException if it is not a baseline for forecasts
   */
  static LearnedSeries of(
      BaselineSpec baseline,
      int season,
      SeriesHistory training,
      SeriesHistory validation,
      Patience patience) {
    if (baseline.equals(new BaselineSpec.Linear())) {
      return new Line(baseline, training, validation, patience);
    }
    if (METHODS.containsKey(baseline)) {
      SeriesMethod method = METHODS.get(baseline).apply(season);
      return new ByColumn(baseline, method, training, validation, patience);
    }
    throw new IllegalArgumentException(baseline + " is no baseline of forecasts");
  }

  /**
   * What was forecast.
   *
   * @param forecast (windows, steps, columns), original units
   * @param note how it was fitted, a sentence
   */
  record Learned(double[][][] forecast, String note) {}

  /** Why it cannot be computed, if so. */
  abstract Optional<String> obstacle(SeriesHistory scored, long mostBytes);

  /** The approximate time that fitting takes, on one core. */
  abstract double seconds();

  abstract Learned forecasts(SeriesHistory scored);

  String name() {
    return Kinds.installed().nameOf(baseline);
  }

  /** Why it takes too long to run unless the user names it, if so. */
  Optional<String> tooLong() {
    double seconds = seconds();
    return seconds <= MOST_SECONDS
        ? Optional.empty()
        : Optional.of(
            "it would take about %s; add it to evaluation.baselines to run it"
                .formatted(inWords(seconds)));
  }

  private static String inWords(double seconds) {
    double minutes = seconds / 60;
    return minutes < 2
        ? "%s seconds".formatted(Math.round(seconds))
        : minutes < 120
            ? "%s minutes".formatted(Math.round(minutes))
            : "%s hours".formatted(Math.round(minutes / 60));
  }

  private static final class Line extends LearnedSeries {
    Line(
        BaselineSpec baseline,
        SeriesHistory training,
        SeriesHistory validation,
        Patience patience) {
      super(baseline, training, validation, patience);
    }

    @Override
    Optional<String> obstacle(SeriesHistory scored, long mostBytes) {
      long bytes = LinearWindows.bytes(training);
      return bytes > mostBytes
          ? Optional.of(
              "lookback %s and horizon %s would take %s MiB, and a baseline may take %s MiB, an eighth of the heap"
                  .formatted(training.lookback(), training.horizon(), bytes >> 20, mostBytes >> 20))
          : Optional.empty();
    }

    @Override
    double seconds() {
      double lookback = training.lookback();
      double sums = 2.0 * training.columns() * training.end() * (lookback + training.horizon());
      double solving = lookback * lookback * (2 * lookback + 10.0 * training.horizon());
      return (sums + solving) / 1e9;
    }

    @Override
    Learned forecasts(SeriesHistory scored) {
      patience.begins("fitting " + name());
      LinearWindows line = LinearWindows.fit(training, validation, patience);
      double[][][] forecast = new double[scored.windows()][scored.horizon()][scored.columns()];
      for (int c = 0; c < scored.columns(); c++) {
        double[] values = scored.values()[c];
        double[] y = scored.units().transformed(c, values);
        for (int w = 0; w < scored.windows(); w++) {
          patience.check();
          int cutoff = scored.cutoffs()[w];
          double[] steps = scored.units().inverse(c, line.forecast(y, cutoff, c), values, cutoff);
          for (int h = 0; h < steps.length; h++) {
            forecast[w][h][c] = steps[h];
          }
        }
      }
      return new Learned(
          forecast,
          (validation.windows() == 0
                  ? "The strength of its penalty is %s, as there is no validation part to choose"
                      + " it."
                  : "The strength of its penalty, %s, was chosen on the validation part.")
              .formatted(BigDecimal.valueOf(line.strength()).stripTrailingZeros().toPlainString()));
    }
  }

  private static final class ByColumn extends LearnedSeries {
    private final SeriesMethod method;

    ByColumn(
        BaselineSpec baseline,
        SeriesMethod method,
        SeriesHistory training,
        SeriesHistory validation,
        Patience patience) {
      super(baseline, training, validation, patience);
      this.method = method;
    }

    @Override
    Optional<String> obstacle(SeriesHistory scored, long mostBytes) {
      int rows = training.end();
      return rows < method.fewestRows()
          ? Optional.of("it needs %s training rows; found %s".formatted(method.fewestRows(), rows))
          : continues(scored) || scored.earliestCutoff() + 1 >= method.fewestRowsElsewhere()
              ? Optional.empty()
              : Optional.of(
                  "it needs %s rows up to the first window; found %s"
                      .formatted(method.fewestRowsElsewhere(), scored.earliestCutoff() + 1));
    }

    /** Whether the scored series continues the one that it was fitted to. */
    private boolean continues(SeriesHistory scored) {
      return scored.beginsWith(training, training.end());
    }

    @Override
    double seconds() {
      return training.columns() * method.seconds(training.end());
    }

    @Override
    Learned forecasts(SeriesHistory scored) {
      double[][][] forecast = new double[scored.windows()][scored.horizon()][scored.columns()];
      List<String> names = new ArrayList<>();
      boolean continues = continues(scored);
      for (int c = 0; c < scored.columns(); c++) {
        patience.begins(
            scored.columns() == 1
                ? "fitting " + name()
                : "fitting %s, column %s of %s".formatted(name(), c + 1, scored.columns()));
        double[] rows = Arrays.copyOf(units(training, c), training.end());
        SeriesMethod.Fitted fitted = best(method.fit(rows, patience), c);
        SeriesMethod.Path path =
            continues
                ? fitted.path()
                : fitted.path(Arrays.copyOf(units(scored, c), scored.earliestCutoff() + 1));
        int column = c;
        follow(
            path,
            scored,
            c,
            (w, steps) -> {
              for (int h = 0; h < steps.length; h++) {
                forecast[w][h][column] = steps[h];
              }
            });
        names.add(fitted.name());
      }
      return new Learned(
          forecast,
          "%s, fitted to %s training rows."
              .formatted(
                  String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                      + (names.size() > MOST_NAMED ? ", ..." : ""),
                  training.end()));
    }

    private boolean isTransformed(SeriesHistory series, int column) {
      return series.units().memory(column) == 0;
    }

    private double[] units(SeriesHistory series, int column) {
      double[] values = series.values()[column];
      return isTransformed(series, column) ? series.units().transformed(column, values) : values;
    }

    /**
     * The one with the smallest absolute error on the validation part; the first if there is no
     * such part.
     */
    private SeriesMethod.Fitted best(List<? extends SeriesMethod.Fitted> fitted, int column) {
      SeriesMethod.Fitted best = fitted.get(0);
      if (fitted.size() == 1 || validation.windows() == 0) {
        return best;
      }
      double least = Double.POSITIVE_INFINITY;
      for (SeriesMethod.Fitted candidate : fitted) {
        double[] error = new double[1];
        follow(
            candidate.path(),
            validation,
            column,
            (w, steps) -> {
              int first = validation.cutoffs()[w] + validation.gap() + 1;
              for (int h = 0; h < steps.length; h++) {
                error[0] += Math.abs(validation.values()[column][first + h] - steps[h]);
              }
            });
        if (error[0] < least) {
          least = error[0];
          best = candidate;
        }
      }
      return best;
    }

    private interface Forecasted {
      void window(int window, double[] steps);
    }

    /** Walks along a series and forecasts each of its windows, in original units. */
    private void follow(
        SeriesMethod.Path path, SeriesHistory series, int column, Forecasted forecasted) {
      double[] y = units(series, column);
      int seen = 0;
      for (int w = 0; w < series.windows(); w++) {
        patience.check();
        int cutoff = series.cutoffs()[w];
        for (; seen <= cutoff; seen++) {
          path.see(y[seen]);
        }
        double[] steps = path.forecast(series.gap() + series.horizon());
        double[] original =
            isTransformed(series, column)
                ? series.units().inverse(column, steps, series.values()[column], cutoff)
                : steps;
        forecasted.window(w, Arrays.copyOfRange(original, series.gap(), original.length));
      }
    }
  }
}
