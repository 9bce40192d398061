package dev.sluice.predict;

import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.text.TextExamples;
import dev.sluice.input.text.TextPipeline;

/**
 * What a model without errors would predict. A metric that has no value even for it can have none
 * for any useful model, so that nothing can be chosen by it.
 */
public final class PerfectPredictions {
  private PerfectPredictions() {}

  /**
   * @param labelled at least one example of the pipeline
   */
  public static Predictions of(FittedPipeline pipeline, Examples labelled) {
    if (labelled instanceof TextExamples texts) {
      int classes = ((TextPipeline) pipeline).classes().size();
      double[][] certain = new double[texts.size()][];
      for (int i = 0; i < certain.length; i++) {
        certain[i] = new double[classes];
        certain[i][texts.labels()[i]] = 1;
      }
      return new ClassPredictions(((TextPipeline) pipeline).classes(), texts.labels(), certain);
    }
    SeriesExamples windows = (SeriesExamples) labelled;
    double[][][] actual = new double[windows.size()][][];
    for (int w = 0; w < actual.length; w++) {
      actual[w] = windows.actual(w);
    }
    return new Forecasts(
        windows.columns(), actual, actual, ((SeriesPipeline) pipeline).seasonalChange());
  }
}
