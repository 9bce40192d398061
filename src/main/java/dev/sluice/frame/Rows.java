package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a table, each an example.
 *
 * @param indexes of the table's rows, (examples); never written
 */
public record Rows(Table table, int[] indexes) implements TableFrame {
  /** Cuts a table into its rows. */
  public static final Cut<Rows> CUT =
      new Cut<>() {
        @Override
        public Rows all(Table table) {
          return Rows.all(table);
        }

        @Override
        public Rows select(Rows all, int[] examples) {
          return new Rows(all.table, Arrays.stream(examples).map(i -> all.indexes[i]).toArray());
        }
      };

  /** Every row of a table, in order. */
  public static Rows all(Table table) {
    return new Rows(table, IntStream.range(0, table.size()).toArray());
  }

  /** No rows of a table with these columns. */
  public static Rows none(List<String> columns) {
    return all(Table.of(columns, List.of()));
  }

  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public String value(int example, int column) {
    return table.value(indexes[example], column);
  }

  @Override
  public int recordNumber(int example) {
    return table.recordNumber(indexes[example]);
  }

  @Override
  public long line(int example) {
    return table.line(indexes[example]);
  }

  @Override
  public List<Problem> contradictions(String column) {
    return List.of();
  }

  @Override
  public List<String> repeated() {
    return table.columns();
  }
}
