package dev.sluice.frame.series;

import java.util.List;
import java.util.Map;

/**
 * A change of a column's values before scaling that can be undone. Immutable. A plug-in implements
 * this, a {@link TransformFactory} and a record registered as a kind of {@link
 * dev.sluice.spec.TransformSpec}.
 */
public interface ColumnTransform {

  /**
   * How many rows before a row its transformed value depends on: 0 for a logarithm, 1 for a
   * difference. So many rows at the start of a series have no transformed value.
   */
  int memory();

  /** Whether a value has a transformed value. */
  boolean accepts(double value);

  /** Which values {@link #accepts} lets pass, as in "needs values > 0". */
  String domain();

  /** The same as a clause, behind a value that does not pass. */
  default String needs() {
    return "its transform needs " + domain();
  }

  /**
   * The same with what it learns from data; this, if it learns nothing.
   *
   * @param training the rows of the training part, by series; original units, all accepted
   */
  default ColumnTransform fit(List<double[]> training) {
    return this;
  }

  /** What {@link #fit} has learned, which a model keeps. */
  default Map<String, Double> learned() {
    return Map.of();
  }

  /**
   * The same with what another has {@link #learned}.
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
