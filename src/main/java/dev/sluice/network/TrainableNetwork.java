package dev.sluice.network;

import dev.sluice.kernel.Reductions;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

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
