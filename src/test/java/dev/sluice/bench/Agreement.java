package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What contenders must have in common before their speed counts.
 *
 * @param outputs of the first batch with the initial parameters, (batch)
 * @param losses of the first training steps, each before its step
 */
record Agreement(float[] outputs, List<Double> losses) {

  /** Trains the network for some steps, one batch after the other. */
  static Agreement of(MultiLayerNetwork network, List<DataSet> batches, int steps) {
    float[] outputs = network.output(batches.get(0).getFeatures()).dup('c').data().asFloat();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      network.fit(batches.get(i % batches.size()));
      losses.add(network.score());
    }
    return new Agreement(outputs, losses);
  }
}
