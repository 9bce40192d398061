package dev.sluice.frame.series;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What tells one series of a panel from the others.
 *
 * @param values one for each column of data.series.by; none where there is only one series
 */
record SeriesKey(List<String> values) {
  static final SeriesKey ONLY = new SeriesKey(List.of());

  SeriesKey {
    values = List.copyOf(values);
  }

  /** The prefix of a message. */
  String before(String message) {
    return equals(ONLY) ? message : "series " + this + ": " + message;
  }

  /** Whether messages name the series. */
  boolean isTold(String message) {
    return !equals(ONLY) && message.endsWith(ofRows());
  }

  /** The suffix after a description of rows. */
  String ofRows() {
    return equals(ONLY) ? "" : " for series " + this;
  }

  @Override
  public String toString() {
    return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
  }
}
