package dev.sluice.input;

import java.util.Objects;

/**
 * A column that new rows have.
 *
 * @param required whether each row has a value; where not, an empty one may mean something, as the
 *     targets of rows that are still to come
 * @param decimal the sign before the decimals of its numbers
 */
public record InputColumn(String name, Holds holds, boolean required, String decimal) {

  /** What the cells of a column hold. */
  public enum Holds {
    /** Any text. */
    TEXT,
    /** Words with blanks between them. */
    WORDS,
    /** Whole numbers with blanks between them. */
    IDS,
    /** A number. */
    NUMBER,
    /** A time, as in training. */
    TIME,
    /** A word or a number that tells things apart. */
    NAME
  }

  public InputColumn {
    Objects.requireNonNull(name);
    Objects.requireNonNull(holds);
    Objects.requireNonNull(decimal);
  }

  /** One that each row has; of numbers with a decimal point. */
  public static InputColumn of(String name, Holds holds) {
    return new InputColumn(name, holds, /* required= */ true, ".");
  }
}
