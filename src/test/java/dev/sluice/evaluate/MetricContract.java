package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.plugin.Kinds;
import dev.sluice.spec.MetricSpec;
import org.junit.jupiter.api.Test;

/**
 * What every metric keeps. Implement {@link OfClasses} or {@link OfForecasts}; a mean over rows or
 * points also {@link Mean}.
 */
interface MetricContract<P extends Predictions> {
  Metric metric();

  /** The score of predictions without an error. */
  double perfectScore();

  P perfect();

  /** Some right, some wrong. */
  P mixed();

  /** The rows {@code from} to {@code to} - 1. */
  P rows(P predictions, int from, int to);

  /** The rows in another order. */
  P reversed(P predictions);

  @Test
  default void perfectPredictionsGetThePerfectScore() {
    assertThat(Metrics.score(metric(), perfect())).isEqualTo(Score.of(perfectScore()));
  }

  @Test
  default void errorsMakeTheScoreWorse() {
    double mixed = value(mixed());

    assertThat(metric().better().improves(perfectScore(), mixed, 0)).isTrue();
  }

  @Test
  default void theOrderOfRowsDoesNotMatter() {
    assertThat(value(reversed(mixed()))).isCloseTo(value(mixed()), within(1e-12));
  }

  @Test
  default void withoutRowsThereIsNoScoreButAReason() {
    Score score = Metrics.score(metric(), rows(mixed(), 0, 0));

    assertThat(score).isInstanceOf(Score.Absent.class);
    assertThat(score.toString()).contains("to score");
  }

  @Test
  default void isFoundByTheNameOfItsKind() {
    assertThat(metric()).isInstanceOf(MetricFactory.class); // ours have no parameters
    String name =
        Kinds.installed().of(MetricSpec.class).stream()
            .filter(kind -> kind.record().equals(((MetricFactory<?>) metric()).spec()))
            .findFirst()
            .orElseThrow()
            .name();

    assertThat(Metrics.find(name)).containsInstanceOf(metric().getClass());
  }

  default double value(P predictions) {
    return Metrics.score(metric(), predictions).number().orElseThrow();
  }

  /** A metric whose score is a mean, so that scores of batches can be put together. */
  interface Mean<P extends Predictions> extends MetricContract<P> {
    @Test
    default void theScoreOfAllRowsIsTheMeanOverBatchesWeightedByTheirSize() {
      int size = mixed().size();
      double sum = 0;
      for (int from = 0; from < size; from += 3) { // the last batch is smaller
        int to = Math.min(size, from + 3);
        sum += (to - from) * value(rows(mixed(), from, to));
      }

      assertThat(sum / size).isCloseTo(value(mixed()), within(1e-12));
    }
  }

  /** Contract of a metric of classes. */
  interface OfClasses extends MetricContract<ClassPredictions> {
    @Override
    default ClassPredictions perfect() {
      return new ClassPredictions(
          Samples.THREE,
          new int[] {0, 1, 2, 1},
          new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}});
    }

    @Override
    default ClassPredictions mixed() {
      return Samples.threeClasses();
    }

    @Override
    default ClassPredictions rows(ClassPredictions p, int from, int to) {
      return Samples.rows(p, from, to);
    }

    @Override
    default ClassPredictions reversed(ClassPredictions p) {
      return Samples.reversed(p);
    }
  }

  /** Contract of a metric of forecasts. */
  interface OfForecasts extends MetricContract<Forecasts> {
    @Override
    default Forecasts perfect() {
      Forecasts mixed = mixed();
      return new Forecasts(mixed.columns(), mixed.actual(), mixed.actual(), mixed.series());
    }

    @Override
    default Forecasts mixed() {
      return Samples.twoColumns();
    }

    @Override
    default Forecasts rows(Forecasts f, int from, int to) {
      return Samples.windows(f, from, to);
    }

    @Override
    default Forecasts reversed(Forecasts f) {
      return Samples.reversed(f);
    }
  }
}
