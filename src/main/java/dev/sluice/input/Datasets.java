package dev.sluice.input;

import dev.sluice.frame.Dataset;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;

/** From the {@code data} section of a config to the parts of the data. */
public final class Datasets {
  private Datasets() {}

  /**
   * Reads the source, splits the rows, fits a pipeline on the training part and encodes all parts.
   * ND4J is not loaded before the first batch is asked for.
   *
   * @throws dev.sluice.problem.UserException if the data are not as the spec says
   */
  public static Dataset load(DataSpec spec) {
    return load(spec, Sources.open(spec.source()).read());
  }

  /** The same with rows that are in memory already, in the place of the source's. */
  public static Dataset load(DataSpec spec, Table rows) {
    return Inputs.of(spec.input()).load(spec, rows);
  }
}
