package dev.sluice.frame.series;

import java.util.List;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.transform.transform.BaseTransform;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;

/**
 * One column's transform and scale as a step of a DataVec process. It works on whole sequences,
 * since a difference needs the row before. Rows at the start that have no such row become NaN.
 */
final class ColumnStep extends BaseTransform {
  private static final long serialVersionUID = 1L;

  private final transient FittedColumn column;
  private final int index;

  ColumnStep(FittedColumn column, int index) {
    this.column = column;
    this.index = index;
  }

  /** The same rows, with this column's cells replaced. */
  @Override
  public List<List<Writable>> mapSequence(List<List<Writable>> sequence) {
    double[] values = sequence.stream().mapToDouble(row -> row.get(index).toDouble()).toArray();
    for (int row = 0; row < values.length; row++) {
      boolean known = row >= column.transform().memory();
      double scaled = known ? column.apply(values, row) : Double.NaN;
      sequence.get(row).set(index, new DoubleWritable(scaled));
    }
    return sequence;
  }

  @Override
  public List<Writable> map(List<Writable> writables) {
    throw new UnsupportedOperationException("a series is scaled as a sequence");
  }

  @Override
  public Object map(Object input) {
    throw new UnsupportedOperationException("a series is scaled as a sequence");
  }

  @Override
  public Object mapSequence(Object sequence) {
    throw new UnsupportedOperationException("a series is scaled as a sequence of writables");
  }

  @Override
  public String toString() {
    return "ColumnStep(" + column.name() + ")";
  }

  @Override
  public Schema transform(Schema inputSchema) {
    return inputSchema;
  }

  @Override
  public String outputColumnName() {
    return column.name();
  }

  @Override
  public String[] outputColumnNames() {
    return new String[] {column.name()};
  }

  @Override
  public String columnName() {
    return column.name();
  }

  @Override
  public String[] columnNames() {
    return outputColumnNames();
  }
}
