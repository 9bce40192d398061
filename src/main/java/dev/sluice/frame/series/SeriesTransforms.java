package dev.sluice.frame.series;

import java.util.ArrayList;
import java.util.List;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;

/**
 * The column transforms as a DataVec {@link TransformProcess}, which scales the rows of a series
 * once, before any window is cut.
 */
final class SeriesTransforms {
  /** Rows that pass through the process at a time, so that memory stays flat. */
  private static final int BLOCK = 4096;

  private SeriesTransforms() {}

  /** The process: numeric columns in original units -> the same columns, scaled. */
  static TransformProcess process(List<FittedColumn> columns) {
    Schema.Builder schema = new Schema.Builder();
    columns.forEach(column -> schema.addColumnDouble(column.name()));
    TransformProcess.Builder process = new TransformProcess.Builder(schema.build());
    for (int i = 0; i < columns.size(); i++) {
      process.transform(new ColumnStep(columns.get(i), i));
    }
    return process.build();
  }

  /**
   * Scales all rows.
   *
   * @return (columns, rows); rows without a transformed value are NaN
   */
  static double[][] scale(List<FittedColumn> columns, Series series) {
    TransformProcess process = process(columns);
    int memory = columns.stream().mapToInt(c -> c.transform().memory()).max().orElse(0);
    double[][] scaled = new double[columns.size()][series.size()];
    for (int begin = 0; begin < series.size(); begin += BLOCK) {
      int from = Math.max(0, begin - memory);
      int end = Math.min(series.size(), begin + BLOCK);
      List<List<Writable>> block = process.executeSequenceToSequence(rows(series, from, end));
      for (int row = begin; row < end; row++) {
        for (int column = 0; column < scaled.length; column++) {
          scaled[column][row] = block.get(row - from).get(column).toDouble();
        }
      }
    }
    return scaled;
  }

  private static List<List<Writable>> rows(Series series, int from, int end) {
    List<List<Writable>> rows = new ArrayList<>(end - from);
    for (int row = from; row < end; row++) {
      List<Writable> cells = new ArrayList<>(series.values().length);
      for (double[] column : series.values()) {
        cells.add(new DoubleWritable(column[row]));
      }
      rows.add(cells);
    }
    return rows;
  }
}
