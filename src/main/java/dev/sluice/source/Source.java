package dev.sluice.source;

import dev.sluice.problem.Problem;
import java.util.List;

/**
 * Where rows come from. A plug-in implements this, a {@link SourceFactory} and a record registered
 * as a kind of {@link dev.sluice.spec.SourceSpec}.
 */
public interface Source {
  /**
   * The names of the columns, read without reading the rows.
   *
   * @throws dev.sluice.problem.UserException if the source cannot be opened or has no header
   */
  List<String> columns();

  /**
   * What the config names and this source does not have, such as an array of labels. New rows may
   * lack it; rows to learn from may not. A missing column of a table need not be named here.
   *
   * @throws dev.sluice.problem.UserException if the source cannot be opened
   */
  default List<Problem> absent() {
    return List.of();
  }

  /**
   * All rows.
   *
   * @throws dev.sluice.problem.UserException naming file and line, if the source cannot be read
   */
  Table read();

  /**
   * Only the first rows, for a look at the data. A source that can stop early does so.
   *
   * @param most how many at most, at least 1
   * @throws dev.sluice.problem.UserException naming file and line, if they cannot be read
   */
  default Table first(int most) {
    return read().first(most);
  }
}
