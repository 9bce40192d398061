package dev.sluice.input;

import java.util.Objects;

/**
 * A column that new rows have.
 *
 * @param required whether each row needs a value; if not, an empty cell may have a meaning, such as
 *     a target that is yet to come
 * @param decimal the decimal separator of its numbers
 */
public record InputColumn(String name, Holds holds, boolean required, String decimal) {

  /** The content of a column's cells. */
  public enum Holds {
    /** Any text. */
    TEXT,
    /** Words separated by spaces. */
    WORDS,
    /** Whole numbers separated by spaces. */
    IDS,
    /** A number. */
    NUMBER,
    /** A time, in the format of training. */
    TIME,
    /** A word or a number that identifies something. */
    NAME
  }

  public InputColumn {
    Objects.requireNonNull(name);
    Objects.requireNonNull(holds);
    Objects.requireNonNull(decimal);
  }

  /** A column in which each row needs a value; numbers have a decimal point. */
  public static InputColumn of(String name, Holds holds) {
    return new InputColumn(name, holds, /* required= */ true, ".");
  }
}
