package dev.sluice.network;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network with all that its training needs. Its listeners clip gradients: add to them, never set
 * them.
 *
 * @param network initialised; labels are (batch, units of the output)
 * @param learningRate none for AdaDelta
 */
public record TrainableNetwork(MultiLayerNetwork network, Optional<LearningRate> learningRate) {}
