package dev.sluice.predict;

import dev.sluice.batch.Examples;
import dev.sluice.data.Pipeline;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.BatchOrder;
import dev.sluice.network.Inference;
import dev.sluice.run.CsvTable;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Prediction;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What networks say of examples. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * What the network predicts, and what turned out to be so.
   *
   * @param labelled examples of the pipeline
   */
  public static Predictions of(Inference network, Pipeline pipeline, Examples labelled) {
    return pipeline.target().predictions(labelled, outputs(network, pipeline, labelled));
  }

  /**
   * Writes what the network predicts of rows of a table, each behind its columns.
   *
   * @param out without a header yet
   */
  public static void write(CsvTable out, Inference network, Pipeline pipeline, Examples examples) {
    write(out, pipeline.target(), examples, outputs(network, pipeline, examples));
  }

  private static <A extends Prediction> void write(
      CsvTable out, FittedTarget<A> target, Examples examples, float[][] outputs) {
    target.write(out, examples.frame(), target.answers(examples, outputs));
  }

  /**
   * The raw outputs, in the order of the examples.
   *
   * @return (examples)(outputs of the network)
   */
  static float[][] outputs(Inference network, Pipeline pipeline, Examples examples) {
    float[][] outputs = new float[examples.size()][];
    int at = 0;
    DataSetIterator batches =
        examples.batches(
            network.batchSize(pipeline.inputShape().steps()), new BatchOrder.Sequential());
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      float[][] rows = network.outputs(batch.getFeatures(), batch.getFeaturesMaskArray());
      System.arraycopy(rows, 0, outputs, at, rows.length);
      at += rows.length;
    }
    return outputs;
  }
}
