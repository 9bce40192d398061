package dev.sluice.model;

import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Examples;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A few inputs with the outputs that the network gave when the model was written, each example by
 * itself, unpadded where padding is masked.
 */
record Probe(List<Case> cases) {
  static final double TOLERANCE = 1e-5;
  private static final int CASES = 4;

  /**
   * One example.
   *
   * @param shape of the features, batch of 1 included
   * @param features in row-major order
   * @param outputs of the network
   */
  record Case(long[] shape, float[] features, float[] outputs) {}

  /** Asks the network about the first examples. */
  static Probe of(MultiLayerNetwork network, Examples examples) {
    List<Case> cases = new ArrayList<>();
    DataSetIterator batches = examples.batches(1, new BatchOrder.Sequential());
    while (cases.size() < CASES && batches.hasNext()) {
      DataSet one = batches.next();
      INDArray features = one.getFeatures();
      cases.add(
          new Case(
              features.shape(),
              features.dup('c').data().asFloat(),
              network.output(features, false).toFloatVector()));
    }
    return new Probe(cases);
  }

  /** The largest difference between what the network says now and what it said then. */
  double largestDifference(MultiLayerNetwork network) {
    double largest = 0;
    for (Case one : cases) {
      float[] now =
          network
              .output(Nd4j.createFromArray(one.features()).reshape('c', one.shape()), false)
              .toFloatVector();
      if (now.length != one.outputs().length) {
        return Double.POSITIVE_INFINITY;
      }
      for (int i = 0; i < now.length; i++) {
        double difference = Math.abs(now[i] - one.outputs()[i]);
        largest =
            Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
      }
    }
    return largest;
  }
}
