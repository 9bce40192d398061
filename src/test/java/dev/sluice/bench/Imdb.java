package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.network.Dl4j;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.spec.Config;
import dev.sluice.train.Progress;
import dev.sluice.train.Rehearsal;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * One epoch of the 25,000 reviews of IMDB through the product's trainer, and the same batches for
 * others. Arguments: {@code train} and the file {@code imdb_train.tsv.gz}; or {@code write}, the
 * file and a folder. The last line of the output is a JSON object.
 */
public final class Imdb {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Config config;
  private final Dataset data;
  private final NetworkPlan plan;

  private Imdb(Path file) {
    config =
        ConfigReader.parse(
                """
                version: 1
                name: imdb
                data:
                  source: {tsv: {path: reviews.tsv, column_names: [label, text]}}
                  input: {text: {column: text, vocabulary: {size: 10000}, max_length: 200}}
                  target: {class: {column: label, positive: "1"}}
                network:
                  - embedding: {size: 64}
                  - lstm: {units: 64}
                  - lstm: {units: 32}
                training: {epochs: 1, batch_size: 32, optimizer: {adam: {learning_rate: 0.001}}}
                """,
                "imdb",
                Path.of("."),
                List.of("data.source.tsv.path=" + file))
            .config();
    data = Rehearsal.during(config, () -> Dataset.load(config.data()));
    plan = NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
  }

  public static void main(String[] args) throws IOException {
    Imdb imdb = new Imdb(Path.of(args[1]).toAbsolutePath());
    if (args[0].equals("write")) {
      imdb.write(Files.createDirectories(Path.of(args[2])));
    } else {
      System.out.println(JSON.writeValueAsString(imdb.train()));
    }
    System.exit(0); // threads of native pools must not keep the process
  }

  private Map<String, Object> train() {
    List<Double> losses = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void batchTrained(int epoch, int examples, double loss) {
            losses.add(loss);
          }
        };
    double seconds =
        new Trainer(config, data, plan, progress, () -> false, Optional.empty())
            .train()
            .epochs()
            .get(0)
            .seconds();
    return Map.of("seconds", seconds, "losses", losses);
  }

  /**
   * As a workload, but for {@code ids.bin}, all tokens one after the other, and {@code lengths.bin}
   * and {@code labels.bin}, (examples), all in the order of the trainer's first epoch.
   */
  private void write(Path folder) throws IOException {
    Examples examples = data.examples(Part.TRAINING);
    DataSetIterator batches = examples.batches(config.training().batchSize(), orderOfTraining(), 1);

    List<float[]> texts = new ArrayList<>();
    float[] labels = new float[examples.size()];
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        labels[texts.size()] = batch.getLabels().getFloat(i, 0);
        texts.add(tokens(batch, i));
      }
    }
    float[] lengths = new float[texts.size()];
    int tokens = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = texts.get(i).length;
      tokens += texts.get(i).length;
    }
    float[] ids = new float[tokens];
    int at = 0;
    for (float[] text : texts) {
      System.arraycopy(text, 0, ids, at, text.length);
      at += text.length;
    }

    BinaryFiles files = new BinaryFiles(folder);
    files.write("ids", ids);
    files.write("lengths", lengths);
    files.write("labels", labels);
    files.writeParameters(initialNetwork(examples.size()));
    InputShape.Tokens input = (InputShape.Tokens) plan.input();
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("words", input.vocabularySize());
    description.put("features", 64);
    description.put("batch", config.training().batchSize());
    description.put("steps", input.maxLength());
    description.put("units", List.of(64, 32));
    description.put("batches", (texts.size() + 31) / 32);
    description.put("adam", WorkloadFiles.adam(config));
    description.put("reference", Map.of("losses", List.of()));
    JSON.writeValue(folder.resolve("workload.json").toFile(), description);
  }

  private static float[] tokens(DataSet batch, int example) {
    INDArray row = batch.getFeatures().getRow(example);
    int length = batch.getFeaturesMaskArray().getRow(example).sumNumber().intValue();
    float[] tokens = new float[length];
    for (int i = 0; i < length; i++) {
      tokens[i] = row.getFloat(i);
    }
    return tokens;
  }

  /** As the trainer makes it. */
  private MultiLayerNetwork initialNetwork(int examples) {
    int batchSize = config.training().batchSize();
    return Dl4j.of(
        Network.untrained(
            plan, config.training(), (examples + batchSize - 1) / batchSize, config.seed()));
  }

  /** The order in which a training asks for its examples; it is ended after its first batch. */
  private BatchOrder orderOfTraining() {
    BatchOrder[] order = new BatchOrder[1];
    Examples examples = data.examples(Part.TRAINING);
    EncodedInput watched =
        new EncodedInput() {
          @Override
          public Frame frame() {
            return examples.frame();
          }

          @Override
          public int[] order(BatchOrder asked, int batchSize) {
            order[0] = asked;
            return examples.input().order(asked, batchSize);
          }

          @Override
          public Masked features(int[] batch) {
            return examples.input().features(batch);
          }
        };
    Dataset dataset = data.with(Part.TRAINING, new Examples(watched, examples.labels()));
    new Trainer(config, dataset, plan, Progress.NONE, () -> true, Optional.empty()).train();
    return order[0];
  }
}
