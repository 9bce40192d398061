package dev.sluice.network;

import dev.sluice.kernel.Reductions;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network with all that its training needs. Its listeners clip gradients: add to them, never set
 * them.
 *
 * @param network initialised; labels are (batch, units of the output)
 * @param learningRate none for AdaDelta
 * @param threads that look at the parameters
 */
public record TrainableNetwork(
    MultiLayerNetwork network, Optional<LearningRate> learningRate, int threads) {

  /**
   * Does one training step.
   *
   * @param batch its example metadata, if it has any, are for each row whether it begins a
   *     sequence, as {@link Boolean}; the others go on with the row of the batch before
   */
  public void fit(DataSet batch) {
    List<Boolean> begins = batch.getExampleMetaData(Boolean.class);
    if (begins != null) {
      boolean[] rows = new boolean[begins.size()];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = begins.get(r);
      }
      for (Layer layer : network.getLayers()) {
        if (layer instanceof Carrying carrying) {
          carrying.carry(rows);
        }
      }
    }
    network.fit(batch);
  }

  /** Whether the last loss and all parameters are numbers; fast enough to ask after each step. */
  public boolean isFinite() {
    INDArray parameters = network.params();
    return Double.isFinite(network.score())
        && (parameters.dataType() == DataType.FLOAT
            ? Reductions.allFinite(
                Views.floats(parameters), Math.toIntExact(parameters.length()), threads)
            : Double.isFinite(parameters.sumNumber().doubleValue()));
  }
}
