package dev.sluice.frame;

import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/** The rows of a table as DataVec records, one {@link Text} a column: the way into a transform. */
public final class TableRecordReader extends MemoryRecordReader {
  private static final long serialVersionUID = 1L;

  private final transient Table table;

  public TableRecordReader(Table table) {
    this.table = table;
  }

  @Override
  protected int size() {
    return table.size();
  }

  @Override
  protected List<List<Writable>> records(int from, int count) {
    List<List<Writable>> records = new ArrayList<>(count);
    for (int row = from; row < from + count; row++) {
      List<Writable> values = new ArrayList<>(table.columns().size());
      for (int column = 0; column < table.columns().size(); column++) {
        values.add(new Text(table.value(row, column)));
      }
      records.add(values);
    }
    return records;
  }

  @Override
  public List<String> getLabels() {
    return List.of();
  }
}
