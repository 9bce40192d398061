package dev.sluice.frame.series;

/** Values as they are, which must be counts, to be forecast by a distribution of counts. */
enum Counts implements ColumnTransform {
  INSTANCE;

  @Override
  public int memory() {
    return 0;
  }

  @Override
  public boolean accepts(double value) {
    return value >= 0 && value == Math.rint(value);
  }

  @Override
  public String needs() {
    return "negative_binomial needs " + domain();
  }

  @Override
  public String domain() {
    return "whole numbers of at least 0";
  }

  @Override
  public double apply(double[] values, int row) {
    return values[row];
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    return transformed.clone();
  }
}
