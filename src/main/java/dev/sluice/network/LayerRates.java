package dev.sluice.network;

import dev.sluice.spec.TrainingSpec.FineTuning;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Multiplies the update of each layer, including penalties, by its {@link FineTuning#rate}. State
 * and checkpoints are those of the optimizer; the state of a frozen layer is still updated by its
 * gradients.
 */
final class LayerRates extends MultiLayerUpdater {
  private static final long serialVersionUID = 1L;

  private final transient FineTuning fineTuning;
  private final int batchesPerEpoch;
  private final transient Layer[] layers;

  private LayerRates(MultiLayerNetwork network, FineTuning fineTuning, int batchesPerEpoch) {
    super(network);
    this.fineTuning = fineTuning;
    this.batchesPerEpoch = batchesPerEpoch;
    layers = network.getLayers();
  }

  /** Replaces the network's updater; to be called when it has its parameters. */
  static void install(MultiLayerNetwork network, FineTuning fineTuning, int batchesPerEpoch) {
    network.setUpdater(new LayerRates(network, fineTuning, batchesPerEpoch));
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batch, LayerWorkspaceMgr workspaces) {
    super.update(gradient, iteration, epoch, batch, workspaces);
    INDArray all = getFlattenedGradientsView();
    INDArray updates = all.reshape(all.length());
    long end = updates.length();
    int behind = 0;
    for (int i = layers.length - 1; i >= 0; i--) {
      long count = layers[i].numParams();
      if (count > 0) {
        double rate = fineTuning.rate(behind, iteration / batchesPerEpoch);
        updates.get(NDArrayIndex.interval(end - count, end)).muli(rate);
        behind++;
        end -= count;
      }
    }
  }
}
