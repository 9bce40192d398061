package dev.sluice.cli;

import dev.sluice.experiment.Experiment;
import dev.sluice.frame.BatchLimits;
import dev.sluice.frame.Part;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.PlannedLayer;
import dev.sluice.network.StockNetwork;
import dev.sluice.shape.LayerShape;
import dev.sluice.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as DL4J sees it.
 *
 * @param dl4jJson its configuration
 * @param engines what each layer, including the output layer, runs on, see {@link Network#engines}
 * @param memory the bytes that training needs
 * @param notStock why DL4J without Sluice cannot run it; empty if it can
 */
record BuiltNetwork(
    String dl4jJson, List<String> engines, Map<String, Long> memory, Optional<String> notStock) {
  private static final long BYTES = Float.BYTES; // of a number

  static BuiltNetwork of(Experiment checked) {
    TrainingSpec training = checked.loaded().config().training();
    int batches = stepsPerEpoch(checked);
    Network network =
        Network.untrained(checked.network(), training, batches, checked.loaded().config().seed());

    Map<String, Long> memory = new LinkedHashMap<>();
    memory.put("parameters", network.parameters().length() * BYTES);
    memory.put("gradients", network.parameters().length() * BYTES);
    memory.put(
        "optimizer state", network.state().updater().map(Coefficients::length).orElse(0L) * BYTES);
    network
        .state()
        .average()
        .ifPresent(mean -> memory.put("averaged parameters", mean.length() * BYTES));
    long outputs = training.batchSize() * checked.network().output().numbers();
    for (PlannedLayer<?> layer : checked.network().layers()) {
      outputs += numbers(layer.output(), training);
    }
    memory.put("layer outputs, one batch", outputs * BYTES);
    StockNetwork stock =
        StockNetwork.of(checked.network(), checked.loaded().config(), network.parameters());
    return new BuiltNetwork(
        network.dl4jJson(),
        network.engines(),
        memory,
        stock instanceof StockNetwork.NotExpressible not
            ? Optional.of(not.reason())
            : Optional.empty());
  }

  /**
   * The number of optimizer steps: one for each batch, or for each group of accumulated batches, of
   * which the last may be smaller.
   */
  static int stepsPerEpoch(Experiment checked) {
    TrainingSpec training = checked.loaded().config().training();
    return training.steps(
        checked
            .data()
            .examples(Part.TRAINING)
            .batchesPerPass(
                new BatchLimits(training.batchSize(), training.batchTokens()),
                training.segmentSteps()));
  }

  /** The most values that a layer's output for one batch holds. */
  private static long numbers(LayerShape shape, TrainingSpec training) {
    if (shape instanceof LayerShape.Sequence sequence) {
      return sequence.features() * training.stepsOfBatch(atOnce(sequence.steps(), training));
    }
    if (shape instanceof LayerShape.Ids ids) {
      return (1L + ids.beside()) * training.stepsOfBatch(atOnce(ids.steps(), training));
    }
    return (long) ((LayerShape.Vector) shape).features() * training.batchSize();
  }

  private static int atOnce(int steps, TrainingSpec training) {
    return training.chunkSteps().map(most -> Math.min(most, steps)).orElse(steps);
  }
}
