package dev.sluice.frame;

import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;

/** The parts of the data and the pipeline fitted on the first of them. */
public interface Dataset {
  FittedPipeline pipeline();

  /** The examples of a part; none if the split has no such part. */
  Examples examples(Part part);

  /**
   * What the reader of a report should know, as plain values for JSON, in order: rows per part,
   * class counts, lengths, cut and unknown tokens; or times, windows and scales.
   */
  Map<String, Object> summary();

  /** What is allowed and seldom meant, found by looking at all parts. */
  List<Warning> warnings();

  /**
   * How the first and the last example of the training part came about, as plain values for JSON:
   * text, tokens, ids and class; or rows, times and targets.
   */
  Map<String, Map<String, Object>> shownExamples();
}
