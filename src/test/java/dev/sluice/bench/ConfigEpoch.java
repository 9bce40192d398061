package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.Dl4j;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import dev.sluice.train.Rehearsal;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The first epoch of a config, validation included, in a process of its own. Arguments: contender,
 * as for {@link ContenderProgram}, and the config's file. The last line of the output is a JSON
 * object.
 */
public final class ConfigEpoch {
  private ConfigEpoch() {}

  public static void main(String[] args) throws IOException {
    Contender contender = Contender.named(args[0]);
    contender.setThreads();
    Config config = ConfigReader.read(Path.of(args[1]), List.of("training.epochs=1")).config();
    Dataset data =
        contender == Contender.OURS
            ? Rehearsal.during(config, () -> Dataset.load(config.data()))
            : Dataset.load(config.data());
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    double seconds =
        contender == Contender.OURS
            ? new Trainer(config, data, plan).train().epochs().get(0).seconds()
            : stockSeconds(config, data, plan);
    System.out.println(new ObjectMapper().writeValueAsString(Map.of("seconds", seconds)));
    System.exit(0); // threads of native pools must not keep the process
  }

  /** What the trainer does, but for gradient clipping and the validation metrics. */
  private static double stockSeconds(Config config, Dataset data, NetworkPlan plan) {
    Network ours = Network.untrained(plan, config.training(), 1, config.seed());
    MultiLayerNetwork network = Contender.stock(plan, config.training(), Dl4j.of(ours).params());
    int batchSize = config.training().batchSize();
    Examples training = data.examples(Part.TRAINING);
    Examples validation = data.examples(Part.VALIDATION);

    long start = System.nanoTime();
    DataSetIterator batches =
        training.batches(batchSize, new BatchOrder.Shuffled(1), plan.output().units());
    while (batches.hasNext()) {
      network.fit(batches.next());
    }
    if (validation.size() > 0) {
      batches = validation.batches(batchSize, new BatchOrder.Sequential(), plan.output().units());
      while (batches.hasNext()) {
        DataSet next = batches.next();
        network.output(next.getFeatures(), false, next.getFeaturesMaskArray(), null);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
