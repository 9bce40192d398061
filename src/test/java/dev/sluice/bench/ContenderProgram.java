package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One contender of the JVM on one workload, in a process of its own. Arguments: contender ({@code
 * ours}, {@code stock}, {@code stock-1thread}), workload, its folder, seconds of warm-up, seconds
 * of a window, windows. The last line of the output is a JSON object.
 */
public final class ContenderProgram {
  private ContenderProgram() {}

  public static void main(String[] args) throws IOException {
    Contender contender = Contender.named(args[0]);
    Stopwatch stopwatch =
        new Stopwatch(
            Double.parseDouble(args[3]), Double.parseDouble(args[4]), Integer.parseInt(args[5]));
    Path folder = Path.of(args[2]);
    Optional<TextWorkload> text = TextWorkload.named(args[1]);
    Map<String, Object> result;
    if (text.isPresent()) {
      result = new TextProgram(text.get()).measure(folder, stopwatch);
    } else {
      Workload workload = Workload.named(args[1]);
      result = measure(contender, workload, new WorkloadFiles(folder, workload), stopwatch);
    }
    System.out.println(new ObjectMapper().writeValueAsString(result));
    System.exit(0); // threads of native pools must not keep the process
  }

  static Map<String, Object> measure(
      Contender contender, Workload workload, WorkloadFiles files, Stopwatch stopwatch)
      throws IOException {
    contender.setThreads();
    MultiLayerNetwork network = contender.network(workload, files.parameters());
    List<DataSet> batches = files.batches();

    Map<String, Object> result = new LinkedHashMap<>();
    Agreement agreement = Agreement.of(network, batches, files.checkSteps());
    result.put("outputs", agreement.outputs());
    result.put("losses", agreement.losses());

    int[] next = {0};
    result.put(
        "train_ms", stopwatch.time(() -> network.fit(batches.get(next[0]++ % batches.size()))));
    result.put("peak_memory_mb", peakMemory());

    Stopwatch shorter = stopwatch.shorter(0.5);
    INDArray batch = batches.get(0).getFeatures();
    result.put("batch_ms", shorter.time(contender.predicting(workload, network, batch)::get));
    INDArray row = batch.get(NDArrayIndex.interval(0, 1)).dup('c');
    result.put("row_ms", shorter.time(contender.predicting(workload, network, row)::get));
    return result;
  }

  /** The most that the process ever held, as Linux counts it, in MiB; NaN elsewhere. */
  static double peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
