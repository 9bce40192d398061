package dev.sluice.network;

import dev.sluice.kernel.AdamStep;
import java.util.List;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Computes the mean over the batch, Adam and the subtraction from the parameters in one pass, where
 * DL4J needs three. State and checkpoints are the same as those of the stock updater.
 */
final class FusedUpdater extends MultiLayerUpdater {
  private static final long serialVersionUID = 1L;

  private final int threads;

  private FusedUpdater(MultiLayerNetwork network, int threads) {
    super(network);
    this.threads = threads;
  }

  /**
   * Replaces the network's updater if the gradients of no parameter need anything else; to be
   * called when the network has its listeners.
   *
   * @param threads that compute a step; results do not depend on it
   */
  static void install(MultiLayerNetwork network, int threads) {
    if (network.numParams() == 0 || network.params().dataType() != DataType.FLOAT) {
      return;
    }
    for (Trainable layer : network.getLayers()) {
      for (String parameter : layer.paramTable(false).keySet()) {
        if (!isPlain(layer, parameter)) {
          return;
        }
      }
    }
    FusedUpdater updater = new FusedUpdater(network, threads);
    if (updater.getUpdaterBlocks().size() == 1) {
      network.setGradientsAccumulator(new NothingLeftToSubtract());
      network.setUpdater(updater);
    }
  }

  private static boolean isPlain(Trainable layer, String parameter) {
    List<Regularization> penalties = layer.getConfig().getRegularizationByParam(parameter);
    return layer.getConfig().getUpdaterByParam(parameter) instanceof FusedAdam
        && (penalties == null || penalties.isEmpty())
        && layer.getConfig().getGradientNormalization() == GradientNormalization.None
        && layer.updaterDivideByMinibatch(parameter);
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batch, LayerWorkspaceMgr workspaces) {
    UpdaterBlock block = getUpdaterBlocks().get(0);
    if (block.getGradientUpdater() == null) {
      block.init();
    }
    FusedAdam.Updater adam = (FusedAdam.Updater) block.getGradientUpdater();
    INDArray parameters = getParams();
    AdamStep.subtract(
        Views.floats(getFlattenedGradientsView()),
        1f / batch,
        Views.floats(parameters),
        Views.floats(adam.getM()),
        Views.floats(adam.getV()),
        Math.toIntExact(parameters.length()),
        adam.settings(iteration, epoch),
        threads);
  }

  /** DL4J subtracts the updater's result unless told that somebody else does. */
  private static final class NothingLeftToSubtract implements GradientsAccumulator {
    private static final long serialVersionUID = 1L;

    @Override
    public void applyUpdate(
        StepFunction function, INDArray parameters, INDArray updates, boolean isFinal) {}

    @Override
    public void applyUpdate(
        StepFunction function, INDArray parameters, INDArray updates, double alpha) {}

    @Override
    public void storeUpdate(INDArray update, int iteration, int epoch) {}

    @Override
    public void receiveUpdate(INDArray update) {}

    @Override
    public boolean hasAnything() {
      return false;
    }

    @Override
    public void setExternalSource(IndexedTail source) {}

    @Override
    public IndexedTail getExternalSource() {
      return null;
    }

    @Override
    public void markExternalUpdates(boolean updatesAvailable) {}

    @Override
    public void reset() {}

    @Override
    public void touch() {}
  }
}
