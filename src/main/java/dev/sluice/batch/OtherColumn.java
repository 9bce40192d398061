package dev.sluice.batch;

/**
 * A column that is read in addition to a text.
 *
 * @param key of the config that names it
 * @param number whether it holds numbers, not categories
 * @param average its numbers of the average row of the training part, as many as the network reads
 *     of each row
 */
public record OtherColumn(String name, String key, boolean number, float[] average) {

  /**
   * One number for what stands in each row: the scaled number, NaN where there is none, or the
   * index of the category.
   *
   * @param beside (rows)(numbers of all columns)
   * @param at where those of this column begin
   */
  public double[] values(float[][] beside, int at) {
    double[] values = new double[beside.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = number ? number(beside[i], at) : category(beside[i], at);
    }
    return values;
  }

  /** A second number tells whether there is one. */
  private double number(float[] row, int at) {
    return average.length > 1 && row[at + 1] == 0 ? Double.NaN : row[at];
  }

  private int category(float[] row, int at) {
    int most = 0;
    for (int c = 1; c < average.length; c++) {
      most = row[at + c] > row[at + most] ? c : most;
    }
    return most;
  }
}
