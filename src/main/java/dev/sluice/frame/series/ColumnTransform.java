package dev.sluice.frame.series;

import java.util.List;
import java.util.Map;

/**
 * An invertible transform of a column's values that is applied before scaling. Immutable. A plug-in
 * implements this, a {@link TransformFactory} and a record registered as a kind of {@link
 * dev.sluice.spec.TransformSpec}.
 */
public interface ColumnTransform {

  /**
   * How many earlier rows a transformed value depends on: 0 for a logarithm, 1 for a difference.
   * This many rows at the start of a series have no transformed value.
   */
  int memory();

  /** Whether a value can be transformed. */
  boolean accepts(double value);

  /** The values that {@link #accepts} accepts, as in "needs values > 0". */
  String domain();

  /** The same as a clause about a value that is not accepted. */
  default String needs() {
    return "its transform needs " + domain();
  }

  /**
   * The same, fitted to data; this, if there is nothing to fit.
   *
   * @param training the rows of the training part, by series; original units, all accepted
   */
  default ColumnTransform fit(List<double[]> training) {
    return this;
  }

  /** The state that {@link #fit} has learned, which a model keeps. */
  default Map<String, Double> learned() {
    return Map.of();
  }

  /**
   * The same with the {@link #learned} state of another.
   *
   * @throws IllegalArgumentException if a number is missing
   */
  default ColumnTransform with(Map<String, Double> learned) {
    return this;
  }

  /**
   * The transformed value of a row.
   *
   * @param values original units, (rows)
   * @param row at least {@link #memory}
   */
  double apply(double[] values, int row);

  /**
   * Undoes {@link #apply} for a forecast.
   *
   * @param transformed the rows after {@code cutoff}, the first of them right after it whenever
   *     {@link #memory} is above 0
   * @param values original units, (rows); not read beyond {@code cutoff}
   * @return the forecast in original units, as long as {@code transformed}
   */
  double[] invert(double[] transformed, double[] values, int cutoff);
}
