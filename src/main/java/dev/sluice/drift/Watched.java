package dev.sluice.drift;

import java.util.Locale;

/** What a quantity is of. */
public enum Watched {
  /** What goes into the network. */
  INPUT,
  /** What the model says of it. */
  PREDICTION,
  /** How far off that is, where it is known what came true. */
  ERROR;

  /** In lower case, for tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
