package dev.sluice.frame.series;

import java.time.LocalDateTime;
import java.util.Optional;

/** Labels for the rows of a series. */
sealed interface TimeAxis {
  /**
   * The time or the number of a row, as users write it.
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
   * @param grid of the times as they are written; with a clock, in UTC
   * @param format how the user writes them
   */
  record Timed(TimeGrid grid, TimeFormat format, Optional<WallClock> clock) implements TimeAxis {
    @Override
    public String label(long row) {
      LocalDateTime time = grid.at(row);
      return format.print(clock.map(of -> of.written(time)).orElse(time));
    }

    /** Converts to local time. */
    LocalDateTime time(long row) {
      LocalDateTime time = grid.at(row);
      return clock.map(of -> of.local(time)).orElse(time);
    }
  }
}
