package dev.sluice.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results as a training of "reviews" leaves them. */
public final class SampleResults {
  private SampleResults() {}

  /**
   * @param metrics the first of which decides
   * @param testPart the same for runs that can be compared
   */
  public static void write(
      RunFolder run,
      String task,
      Map<String, Double> metrics,
      String outcome,
      String better,
      String testPart) {
    Map.Entry<String, Double> first = metrics.entrySet().iterator().next();
    Map<String, Object> evaluation = new LinkedHashMap<>();
    evaluation.put("size", 10);
    evaluation.put("metrics", metrics);
    evaluation.put("verdict", "The model is as it is.");
    evaluation.put("outcome", outcome);
    new Results(
            "reviews",
            task,
            new Results.Training(
                "completed", 2, Optional.of(2), 3.5, Optional.empty(), Optional.empty()),
            List.of(),
            Optional.of(
                TestScores.of(
                    evaluation,
                    new TestScores.Deciding(
                        first.getKey(),
                        Optional.of(first.getValue()),
                        better,
                        Optional.of(testPart)),
                    List.of())))
        .write(run.results());
  }
}
