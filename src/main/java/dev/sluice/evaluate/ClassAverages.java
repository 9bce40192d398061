package dev.sluice.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The scores of the classes, averaged.
 *
 * @param macro the mean over classes, as the metric of that name takes it
 * @param micro of all decisions together; absent for areas under curves
 * @param weighted the mean over classes, weighted by the number of their rows
 */
public record ClassAverages(Score macro, Score micro, Score weighted) {

  /**
   * The averages of precision, recall and F1 and, if there are more than two classes, the areas
   * under both curves, by name of the metric.
   *
   * @param rankings of all classes
   */
  public static Map<String, ClassAverages> of(
      ClassPredictions predictions, List<Ranking> rankings) {
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    Score accuracy = new ClassMetrics.Accuracy().score(predictions);
    Map<String, ClassAverages> averages = new LinkedHashMap<>();
    averages.put(
        "precision",
        new ClassAverages(
            new ClassMetrics.Precision().score(predictions),
            accuracy, // each row has exactly one class and is predicted exactly one
            weighted(confusion, confusion::precision)));
    averages.put(
        "recall",
        new ClassAverages(
            new ClassMetrics.Recall().score(predictions),
            accuracy,
            weighted(confusion, confusion::recall)));
    averages.put(
        "f1",
        new ClassAverages(
            new ClassMetrics.F1().score(predictions),
            accuracy,
            weighted(confusion, confusion::f1)));
    if (rankings.size() > 2) {
      averages.put("roc_auc", ofAreas(rankings.stream().map(Ranking::rocAuc).toList(), rankings));
      averages.put(
          "average_precision",
          ofAreas(rankings.stream().map(Ranking::averagePrecision).toList(), rankings));
    }
    return averages;
  }

  private static ClassAverages ofAreas(List<Score> areas, List<Ranking> rankings) {
    double sum = 0;
    long rows = 0;
    for (int c = 0; c < areas.size(); c++) {
      if (areas.get(c) instanceof Score.Value v) {
        sum += rankings.get(c).rows() * v.value();
        rows += rankings.get(c).rows();
      }
    }
    Score macro = ClassMetrics.mean(areas);
    return new ClassAverages(
        macro,
        Score.absent("classes have curves of their own"),
        rows == 0 ? macro : Score.of(sum / rows));
  }

  /** A class that occurs but was never predicted counts with a precision of 0. */
  private static Score weighted(ConfusionMatrix confusion, IntFunction<Score> score) {
    double sum = 0;
    long rows = 0;
    for (int c = 0; c < confusion.classes().size(); c++) {
      sum += confusion.rows(c) * score.apply(c).number().orElse(0);
      rows += confusion.rows(c);
    }
    return Score.of(sum / rows);
  }
}
