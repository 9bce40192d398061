package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of `data.columns`. */
@Doc("How one numeric column is read and scaled.")
public record ColumnSpec(
    @Doc("What stands for a missing value in this column, besides an empty field.")
        @Default("[]")
        @Example("[NA, '-99']")
        List<String> missingValues,
    @Doc(
            "What stands where it has no value. But for `mask`, the network sees it and learns to"
                + " forecast it; scores leave it out.")
        @Default("{error: {}}")
        MissingSpec missing,
    @Doc("How its numbers are written. Left out: like 1204, -0.5 or 1.2e3.")
        @Example("{decimal: ','}")
        Optional<NumberSpec> number,
    @Doc("A change of the values before scaling, undone in every forecast and score.")
        @Example("{log: {}}")
        Optional<TransformSpec> transform,
    @Doc("Brings the column to a common scale, fitted on the training part only.")
        @Default("{standard: {}}")
        ScaleSpec scale) {
  public ColumnSpec {
    missingValues = List.copyOf(missingValues);
  }

  /** The keys beside `number` that say something. */
  List<String> keysOfSeries() {
    ColumnSpec silent = unspecified();
    List<String> keys = new ArrayList<>();
    if (!missingValues.equals(silent.missingValues)) {
      keys.add("missing_values");
    }
    if (!missing.equals(silent.missing)) {
      keys.add("missing");
    }
    if (transform.isPresent()) {
      keys.add("transform");
    }
    if (!scale.equals(silent.scale)) {
      keys.add("scale");
    }
    return keys;
  }

  /** A column that `data.columns` does not name: all defaults. */
  public static ColumnSpec unspecified() {
    return new ColumnSpec(
        List.of(),
        new MissingSpec.Error(),
        Optional.empty(),
        Optional.empty(),
        new ScaleSpec.Standard());
  }
}
