package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Patience;
import dev.sluice.spec.BaselineSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Forecasters that a model should beat, on the same windows. Each sees all rows up to a window's
 * cutoff, which may be more than the lookback, and none after it. Results are (windows, steps,
 * columns); the rows of several windows and steps may be the same array. One is computed at a time,
 * since its forecasts may be large.
 */
public final class SeriesBaselines {
  private static final Set<BaselineSpec> SIMPLE =
      Set.of(
          new BaselineSpec.LastValue(),
          new BaselineSpec.SeasonalNaive(),
          new BaselineSpec.Naive2(),
          new BaselineSpec.Drift(),
          new BaselineSpec.Mean());
  private static final int SHARE_OF_HEAP = 8; // an eighth for each baseline
  private static final int ARRAY = 16; // bytes besides the elements
  private static final int REFERENCE = 8; // bytes; 4 in small heaps

  private final SeriesHistory history;
  private final Optional<Integer> season;
  private final Forecasts model;
  private final long most;

  /**
   * @param history of the scored windows
   * @param season rows in one season, if known
   * @param model the model's forecasts, for the actual values of the same windows
   */
  public SeriesBaselines(SeriesHistory history, Optional<Integer> season, Forecasts model) {
    this(history, season, model, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * @param most bytes for one baseline; one that needs more is absent
   */
  SeriesBaselines(SeriesHistory history, Optional<Integer> season, Forecasts model, long most) {
    this.history = history;
    this.season = season;
    this.model = model;
    this.most = most;
  }

  /** Whether a baseline learns from the training part. */
  public static boolean learns(BaselineSpec baseline) {
    return !SIMPLE.contains(baseline);
  }

  /** The outcome of a baseline that learns nothing. */
  public BaselineOutcome outcome(BaselineSpec baseline) {
    return obstacle(baseline, history, season)
        .or(() -> tooLarge(baseline, history, most))
        .<BaselineOutcome>map(BaselineOutcome.Absent::new)
        .orElseGet(() -> predicted(forecast(baseline, history, season), note(baseline)));
  }

  private Optional<String> note(BaselineSpec baseline) {
    return baseline.equals(new BaselineSpec.Naive2())
        ? new Naive2(season.orElse(1)).note(history)
        : Optional.empty();
  }

  /**
   * The outcome of a baseline that learns: it is fitted once, to the training rows, and then sees
   * each further row up to the window's cutoff.
   *
   * @param training windows of the training part; their series also has the rows of the other parts
   * @param validation windows of the same series; may be none
   * @param named whether the user named the baseline; a slow one runs only then
   * @param patience asked while it is fitted
   * @throws java.util.concurrent.CancellationException if the patience ends
   */
  public BaselineOutcome learned(
      BaselineSpec baseline,
      SeriesHistory training,
      SeriesHistory validation,
      boolean named,
      Patience patience) {
    LearnedSeries learned =
        LearnedSeries.of(baseline, season.orElse(1), training, validation, patience);
    Optional<String> obstacle =
        tooLarge(baseline, history, most)
            .or(() -> learned.obstacle(history, most))
            .or(() -> named ? Optional.empty() : learned.tooLong());
    if (obstacle.isPresent()) {
      return new BaselineOutcome.Absent(obstacle.get());
    }
    LearnedSeries.Learned forecasts = learned.forecasts(history);
    return predicted(forecasts.forecast(), Optional.of(forecasts.note()));
  }

  private BaselineOutcome predicted(double[][][] forecast, Optional<String> note) {
    return Forecasts.areFinite(forecast)
        ? new BaselineOutcome.Predicted(
            new Forecasts(model.columns(), model.actual(), forecast, model.series()), note)
        : new BaselineOutcome.Absent("its forecasts are not finite numbers");
  }

  private static double[][][] forecast(
      BaselineSpec baseline, SeriesHistory history, Optional<Integer> season) {
    if (baseline.equals(new BaselineSpec.LastValue())) {
      return lastValue(history);
    }
    if (baseline.equals(new BaselineSpec.SeasonalNaive())) {
      return seasonalNaive(history, season.orElseThrow());
    }
    if (baseline.equals(new BaselineSpec.Drift())) {
      return drift(history);
    }
    if (baseline.equals(new BaselineSpec.Mean())) {
      return mean(history);
    }
    if (baseline.equals(new BaselineSpec.Naive2())) {
      return new Naive2(season.orElse(1)).forecast(history);
    }
    throw new IllegalArgumentException(baseline + " is no baseline of forecasts");
  }

  private static Optional<String> obstacle(
      BaselineSpec baseline, SeriesHistory history, Optional<Integer> season) {
    int known = history.earliestCutoff() + 1;
    if (baseline.equals(new BaselineSpec.SeasonalNaive()) && season.isEmpty()) {
      return Optional.of("the season is unknown; set data.time.season");
    }
    if (baseline.equals(new BaselineSpec.SeasonalNaive()) && known < season.get()) {
      return Optional.of(
          "the season has %s rows, but only %s come before the first window"
              .formatted(season.get(), known));
    }
    if (baseline.equals(new BaselineSpec.Drift()) && known < 2) {
      return Optional.of("a line needs two rows, but only one comes before the first window");
    }
    return Optional.empty();
  }

  private static Optional<String> tooLarge(
      BaselineSpec baseline, SeriesHistory history, long most) {
    long bytes = bytes(baseline, history);
    return bytes > most
        ? Optional.of(
            "its forecasts of %s windows of %s steps would take %s MiB, and a baseline may take %s"
                    .formatted(
                        history.cutoffs().length,
                        history.horizon(),
                        inMebibytes(bytes),
                        inMebibytes(most))
                + " MiB, an eighth of the heap")
        : Optional.empty();
  }

  /** Rounded up. */
  private static long inMebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  /** The most memory that the forecasts of a baseline take. */
  private static long bytes(BaselineSpec baseline, SeriesHistory history) {
    long steps = (long) history.cutoffs().length * history.horizon();
    long row = ARRAY + (long) Double.BYTES * history.values().length;
    long rows =
        baseline.equals(new BaselineSpec.LastValue())
                || baseline.equals(new BaselineSpec.SeasonalNaive())
            ? Math.min(steps, history.values()[0].length)
            : baseline.equals(new BaselineSpec.Mean()) ? history.windows() : steps;
    return steps * REFERENCE + rows * row + (long) history.cutoffs().length * (ARRAY + REFERENCE);
  }

  /** The last known value at every step. */
  public static double[][][] lastValue(SeriesHistory history) {
    return repeat(history, (cutoff, ahead) -> cutoff);
  }

  /**
   * The value one season before; if that is not known yet, that of as many seasons before as are
   * needed, so that the last known season repeats.
   *
   * @param season at most the rows known at each cutoff
   */
  public static double[][][] seasonalNaive(SeriesHistory history, int season) {
    return repeat(
        history,
        (cutoff, ahead) -> {
          int seasons = (ahead + season - 1) / season; // rounded up
          return cutoff + ahead - seasons * season;
        });
  }

  /**
   * The line through the first row and the last known one, extrapolated; two rows must be known.
   */
  public static double[][][] drift(SeriesHistory history) {
    return forecast(
        history,
        (cutoff, ahead) -> {
          double[] row = new double[history.values().length];
          for (int c = 0; c < row.length; c++) {
            double[] y = history.values()[c];
            row[c] = y[cutoff] + ahead * (y[cutoff] - y[0]) / cutoff;
          }
          return row;
        });
  }

  /** The mean of all known rows. */
  public static double[][][] mean(SeriesHistory history) {
    double[] means = new double[history.columns()];
    double[][][] forecast = new double[history.windows()][history.horizon()][];
    int seen = 0;
    for (int w = 0; w < forecast.length; w++) {
      for (; seen <= history.cutoffs()[w]; seen++) {
        for (int c = 0; c < means.length; c++) {
          means[c] += (history.values()[c][seen] - means[c]) / (seen + 1);
        }
      }
      Arrays.fill(forecast[w], means.clone());
    }
    return forecast;
  }

  /** The known row that is the forecast of the one {@code ahead} rows after the cutoff. */
  private interface KnownRow {
    int of(int cutoff, int ahead);
  }

  /** The forecasts of all columns from the rows 0 to cutoff, {@code ahead} rows after it. */
  private interface Rule {
    double[] forecast(int cutoff, int ahead);
  }

  /** Shares the array between windows and steps whose forecast is the same known row. */
  private static double[][][] repeat(SeriesHistory history, KnownRow known) {
    double[][] rows = new double[history.values()[0].length][];
    return forecast(
        history,
        (cutoff, ahead) -> {
          int t = known.of(cutoff, ahead);
          if (rows[t] == null) {
            rows[t] = Arrays.stream(history.values()).mapToDouble(y -> y[t]).toArray();
          }
          return rows[t];
        });
  }

  private static double[][][] forecast(SeriesHistory history, Rule rule) {
    int windows = history.cutoffs().length;
    double[][][] forecast = new double[windows][history.horizon()][];
    for (int w = 0; w < windows; w++) {
      for (int h = 0; h < history.horizon(); h++) {
        forecast[w][h] = rule.forecast(history.cutoffs()[w], history.gap() + h + 1);
      }
    }
    return forecast;
  }
}
