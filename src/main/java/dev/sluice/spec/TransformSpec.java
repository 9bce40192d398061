package dev.sluice.spec;

/** A change of a column's values before scaling. Open: a plug-in may register further kinds. */
public interface TransformSpec {
  @Doc("The natural logarithm; needs values above 0.")
  record Log() implements TransformSpec {}

  @Doc("log(1 + x); needs values above -1.")
  record Log1p() implements TransformSpec {}

  @Doc("The change from the row before; a forecast adds the changes up from the last known value.")
  record Difference() implements TransformSpec {}
}
