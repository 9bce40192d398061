package dev.sluice.input;

import dev.sluice.batch.EncodedInput;
import dev.sluice.frame.Part;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;

/** The parts of the data as an input sees them, and what it learned of the first. */
public interface InputParts {
  FittedInput input();

  /** The examples of a part; none if the split has no such part. */
  EncodedInput part(Part part);

  /**
   * Facts for a report, as plain values for JSON, in order: rows per part, lengths, cut and unknown
   * tokens; or times, windows and scales.
   */
  Map<String, Object> summary();

  /** Warnings about what is allowed but rarely intended, found by looking at all parts. */
  List<Warning> warnings();

  /**
   * How an example of the training part was made, as plain values for JSON: text, tokens and ids;
   * or rows and times.
   */
  Map<String, Object> shown(int trainingExample);
}
