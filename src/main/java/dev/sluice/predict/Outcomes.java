package dev.sluice.predict;

import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.text.OneHotLabels;
import dev.sluice.input.text.TextExamples;
import dev.sluice.input.text.TextPipeline;
import dev.sluice.network.NetworkPlan;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Reads the outputs of a network: as classes, or as forecasts in original units. */
public final class Outcomes {
  private static final int BATCH =
      256; // examples; results do not depend on it but in the last bits

  private Outcomes() {}

  /**
   * What the network predicts, and what turned out to be so.
   *
   * @param labelled examples of the pipeline
   */
  public static Predictions of(
      MultiLayerNetwork network, FittedPipeline pipeline, Examples labelled) {
    return of(pipeline, labelled, outputs(network, labelled));
  }

  /**
   * @param outputs (examples)(outputs of the network)
   */
  public static Predictions of(FittedPipeline pipeline, Examples labelled, float[][] outputs) {
    if (labelled instanceof TextExamples texts) {
      return new ClassPredictions(
          ((TextPipeline) pipeline).classes(), texts.labels(), probabilities(outputs));
    }
    SeriesExamples windows = (SeriesExamples) labelled;
    double[][][] actual = new double[windows.size()][][];
    double[][][] forecast = new double[windows.size()][][];
    for (int w = 0; w < actual.length; w++) {
      actual[w] = windows.actual(w);
      forecast[w] = windows.toOriginalUnits(w, outputs[w]);
    }
    return new Forecasts(
        windows.columns(), actual, forecast, ((SeriesPipeline) pipeline).seasonalChange());
  }

  /**
   * The raw outputs, in the order of the examples.
   *
   * @return (examples)(outputs of the network)
   */
  static float[][] outputs(MultiLayerNetwork network, Examples examples) {
    float[][] outputs = new float[examples.size()][];
    int at = 0;
    DataSetIterator batches = examples.batches(BATCH, new BatchOrder.Sequential());
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      float[][] rows =
          network
              .output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null)
              .toFloatMatrix();
      System.arraycopy(rows, 0, outputs, at, rows.length);
      at += rows.length;
    }
    return outputs;
  }

  /** One column is the probability of class 1 of two; more are those of each class. */
  static double[][] probabilities(float[][] outputs) {
    return Arrays.stream(outputs)
        .map(row -> row.length == 1 ? new double[] {1 - (double) row[0], row[0]} : widen(row))
        .toArray(double[][]::new);
  }

  private static double[] widen(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }

  /** Batches with the labels that this network takes: two classes are one-hot for a softmax. */
  public static DataSetIterator labelledBatches(
      NetworkPlan plan, Examples examples, int batchSize, BatchOrder order) {
    DataSetIterator batches = examples.batches(batchSize, order);
    if (plan.output().units() != plan.target().labelColumns()) { // a softmax of two classes
      batches.setPreProcessor(new OneHotLabels());
    }
    return batches;
  }
}
