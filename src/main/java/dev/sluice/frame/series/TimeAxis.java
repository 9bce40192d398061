package dev.sluice.frame.series;

import java.time.LocalDateTime;

/** What the rows of a series are called. */
sealed interface TimeAxis {
  /**
   * The time or the number of a row, as the user writes it.
   *
   * @param row from 0; may lie beyond the last row
   */
  String label(long row);

  /** Rows without times, numbered from 1. */
  record Numbered() implements TimeAxis {
    @Override
    public String label(long row) {
      return Long.toString(row + 1);
    }
  }

  /**
   * Rows with times.
   *
   * @param format how the user writes them
   */
  record Timed(TimeGrid grid, TimeFormat format) implements TimeAxis {
    @Override
    public String label(long row) {
      return format.print(grid.at(row));
    }

    LocalDateTime time(long row) {
      return grid.at(row);
    }
  }
}
