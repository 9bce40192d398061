package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.Dl4j;
import dev.sluice.network.Network;
import dev.sluice.spec.Config;
import dev.sluice.spec.OptimizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A workload as every contender reads it: the parameters of {@link BinaryFiles}; {@code
 * features.bin}, (batches, batch, steps) ids or (batches, batch, features, steps); {@code
 * labels.bin}, (batches, batch, 1); and {@code workload.json}: sizes, the optimizer, and what the
 * network of the product computes, outputs of the first batch before training, (batch), and the
 * loss of each of the first steps.
 */
final class WorkloadFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 7;

  private final Path folder;
  private final BinaryFiles files;
  private final Workload workload;

  WorkloadFiles(Path folder, Workload workload) {
    this.folder = folder;
    files = new BinaryFiles(folder);
    this.workload = workload;
  }

  /** Arguments: a folder, then names of workloads; each gets a folder of its name in it. */
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      Path folder = Files.createDirectories(Path.of(args[0]).resolve(args[i]));
      Optional<TextWorkload> text = TextWorkload.named(args[i]);
      if (text.isPresent()) {
        new TextProgram(text.get()).write(folder);
      } else {
        new WorkloadFiles(folder, Workload.named(args[i])).write();
      }
    }
  }

  void write() throws IOException {
    writeBatches(new Random(SEED));
    MultiLayerNetwork network = initialNetwork();
    files.writeParameters(network);

    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", workload.name());
    description.put("words", workload.words());
    description.put("features", workload.features());
    description.put("batch", workload.batch());
    description.put("steps", workload.steps());
    description.put("units", List.of(workload.units1(), workload.units2()));
    description.put("batches", Workload.BATCHES);
    description.put("training_flops", workload.trainingFlops());
    description.put("inference_flops", workload.inferenceFlops());
    description.put("adam", adam(workload.config()));
    description.put("reference", Agreement.of(network, batches(), workload.checkSteps()));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("workload.json").toFile(), description);
  }

  static Map<String, Double> adam(Config config) {
    OptimizerSpec.Adam adam = (OptimizerSpec.Adam) config.training().optimizer();
    return Map.of(
        "learning_rate", adam.learningRate(),
        "beta1", adam.beta1(),
        "beta2", adam.beta2(),
        "epsilon", adam.epsilon());
  }

  private MultiLayerNetwork initialNetwork() {
    Config config = workload.config();
    return Dl4j.of(Network.untrained(workload.plan(), config.training(), Workload.BATCHES, SEED));
  }

  private void writeBatches(Random random) throws IOException {
    float[] features = new float[Workload.BATCHES * workload.featuresLength()];
    for (int i = 0; i < features.length; i++) {
      features[i] =
          workload.isText() ? random.nextInt(workload.words()) : (float) random.nextGaussian();
    }
    float[] labels = new float[Workload.BATCHES * workload.batch()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = workload.isText() ? random.nextInt(2) : (float) random.nextGaussian();
    }
    files.write("features", features);
    files.write("labels", labels);
  }

  /** (parameters), as DL4J keeps them. */
  INDArray parameters() throws IOException {

    return Nd4j.createFromArray(files.read("parameters"));
  }

  List<DataSet> batches() throws IOException {
    float[] features = files.read("features");
    float[] labels = files.read("labels");
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < Workload.BATCHES; i++) {
      batches.add(
          new DataSet(
              array(features, i, workload.featuresLength(), workload.featuresShape()),
              array(labels, i, workload.batch(), workload.batch(), 1)));
    }
    return batches;
  }

  int checkSteps() throws IOException {
    JsonNode description = JSON.readTree(folder.resolve("workload.json").toFile());
    return description.get("reference").get("losses").size();
  }

  private static INDArray array(float[] all, int index, int length, long... shape) {
    float[] part = new float[length];
    System.arraycopy(all, index * length, part, 0, length);
    return Nd4j.createFromArray(part).reshape('c', shape);
  }
}
