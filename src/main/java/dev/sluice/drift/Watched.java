package dev.sluice.drift;

import java.util.Locale;

/** What a quantity describes. */
public enum Watched {
  /** The input of the network. */
  INPUT,
  /** The prediction of the model. */
  PREDICTION,
  /** The error of the prediction, where the true value is known. */
  ERROR;

  /** In lower case, for tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
