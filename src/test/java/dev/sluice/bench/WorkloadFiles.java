package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.NetworkBuilder;
import dev.sluice.spec.Config;
import dev.sluice.spec.OptimizerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A workload as every contender reads it. Arrays are 32-bit floats, little-endian, row-major,
 * without a header:
 *
 * <ul>
 *   <li>{@code features.bin}, (batches, batch, steps) ids or (batches, batch, features, steps);
 *       {@code labels.bin}, (batches, batch, 1)
 *   <li>{@code parameters.bin}, all as DL4J keeps them; and the same for the others: {@code
 *       embedding.W.bin} (words, features), {@code lstm1.W.bin} (inputs, 4 * units), {@code
 *       lstm1.RW.bin} (units, 4 * units), {@code lstm1.b.bin} (4 * units), lstm2 alike, blocks of
 *       units in the order candidate, forget, output, input; {@code output.W.bin} (units, 1),
 *       {@code output.b.bin} (1)
 *   <li>{@code workload.json}, sizes, the optimizer, and what the network of the product computes:
 *       outputs of the first batch before training, (batch), and the loss of each of the first
 *       steps
 * </ul>
 */
final class WorkloadFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 7;

  private final Path folder;
  private final Workload workload;

  WorkloadFiles(Path folder, Workload workload) {
    this.folder = folder;
    this.workload = workload;
  }

  /** Arguments: a folder, then names of workloads; each gets a folder of its name in it. */
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      Workload workload = Workload.named(args[i]);
      Path folder = Files.createDirectories(Path.of(args[0]).resolve(workload.name()));
      new WorkloadFiles(folder, workload).write();
    }
  }

  void write() throws IOException {
    writeBatches(new Random(SEED));
    MultiLayerNetwork network = initialNetwork();
    write("parameters", network.params());
    int layer = 0;
    if (workload.isText()) {
      write("embedding.W", network.getLayer(layer++).getParam("W"));
    }
    for (String name : List.of("lstm1", "lstm2")) {
      for (String parameter : List.of("W", "RW", "b")) {
        write(name + "." + parameter, network.getLayer(layer).getParam(parameter));
      }
      layer++;
    }
    write("output.W", network.getLayer(layer).getParam("W"));
    write("output.b", network.getLayer(layer).getParam("b"));

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
    OptimizerSpec.Adam adam = (OptimizerSpec.Adam) workload.config().training().optimizer();
    description.put(
        "adam",
        Map.of(
            "learning_rate", adam.learningRate(),
            "beta1", adam.beta1(),
            "beta2", adam.beta2(),
            "epsilon", adam.epsilon()));
    description.put("reference", Agreement.of(network, batches(), workload.checkSteps()));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("workload.json").toFile(), description);
  }

  private MultiLayerNetwork initialNetwork() {
    Config config = workload.config();
    return new NetworkBuilder(workload.plan())
        .trainable(config.training(), Workload.BATCHES, SEED)
        .network();
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
    write("features", features);
    write("labels", labels);
  }

  /** (parameters), as DL4J keeps them. */
  INDArray parameters() throws IOException {

    return Nd4j.createFromArray(read("parameters"));
  }

  List<DataSet> batches() throws IOException {
    float[] features = read("features");
    float[] labels = read("labels");
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

  private void write(String name, INDArray array) throws IOException {
    write(name, array.dup('c').data().asFloat());
  }

  private void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve(name + ".bin"), bytes.array());
  }

  private float[] read(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".bin")))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
