package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.data.Dataset;
import dev.sluice.network.Dl4j;
import dev.sluice.network.Network;
import dev.sluice.predict.Generator;
import dev.sluice.predict.Sampling;
import dev.sluice.source.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A {@link TextWorkload}: what its files hold, and the product's time for it. */
final class TextProgram {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WRITTEN = 1000; // characters

  private final TextWorkload workload;

  TextProgram(TextWorkload workload) {
    this.workload = workload;
  }

  /**
   * {@code sources.bin} and {@code targets.bin}, see {@link TextWorkload#numbers}; {@code
   * LAYER.KEY.bin}, the initial parameters, and {@code workload.json} with their shapes, sizes, the
   * optimizer, and what the product computes: the loss of each of the first steps.
   */
  void write(Path folder) throws IOException {
    BinaryFiles files = new BinaryFiles(folder);
    float[][] numbers = workload.numbers();
    files.write("sources", numbers[0]);
    files.write("targets", numbers[1]);
    Network network = workload.initialNetwork();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Layer layer : Dl4j.of(network).getLayers()) {
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        String name = layer.getIndex() + "." + parameter.getKey();
        shapes.put(name, parameter.getValue().shape());
        files.write(name, parameter.getValue().dup('c').data().asFloat());
      }
    }
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", workload.name());
    description.put("translates", workload.translates());
    description.put("batches", TextWorkload.BATCHES);
    description.put("batch", workload.batch());
    description.put("steps", workload.steps());
    description.put("ids", workload.ids());
    description.put("parameters", shapes);
    description.put("written", written());
    description.put("adam", WorkloadFiles.adam(workload.config()));
    description.put(
        "reference",
        Map.of("outputs", List.of(), "losses", losses(network, workload.batches(numbers))));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("workload.json").toFile(), description);
  }

  /** Only characters are written. */
  private int written() {
    return workload.name().equals("characters") ? WRITTEN : 0;
  }

  private List<Double> losses(Network network, List<DataSet> batches) {
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < workload.checkSteps(); i++) {
      losses.add(network.fit(batches.get(i % batches.size())));
    }
    return losses;
  }

  Map<String, Object> measure(Path folder, Stopwatch stopwatch) throws IOException {
    Contender.OURS.setThreads();
    BinaryFiles files = new BinaryFiles(folder);
    List<DataSet> batches =
        workload.batches(new float[][] {files.read("sources"), files.read("targets")});
    Network network = workload.initialNetwork();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("outputs", List.of());
    result.put("losses", losses(network, batches));
    int[] next = {0};
    result.put(
        "train_ms", stopwatch.time(() -> network.fit(batches.get(next[0]++ % batches.size()))));
    result.put("peak_memory_mb", ContenderProgram.peakMemory());
    if (written() > 0) {
      Generator generator = generator(network);
      int[] seed = {0};
      result.put(
          "writing_ms",
          stopwatch.time(() -> generator.generate("", Sampling.of(WRITTEN, seed[0]++))));
    }
    return result;
  }

  /** For made-up tokens, as many as the network knows. */
  private Generator generator(Network network) {
    String text =
        IntStream.range(0, workload.words() - 2)
            .mapToObj(i -> Character.toString('A' + i))
            .collect(Collectors.joining());
    Dataset data =
        Dataset.load(
            workload.config().data(),
            Table.of(List.of("text"), Collections.nCopies(20, List.of(text))));
    return Generator.of(data.pipeline(), network);
  }
}
