package dev.sluice.bench;

import dev.sluice.network.Dl4j;
import dev.sluice.network.Inference;
import dev.sluice.network.NativeEngine;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.StockNetwork;
import dev.sluice.spec.TrainingSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The networks of the JVM that are compared; the one place that knows how each is made. */
enum Contender {
  /** What the product builds for the config. */
  OURS,
  /** The same network of stock DL4J, with the threads that ND4J chooses. */
  STOCK,
  /** The same with one thread everywhere. */
  STOCK_1THREAD;

  static Contender named(String name) {
    return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /** To be called before anything else. */
  void setThreads() {
    System.setProperty("org.slf4j.simpleLogger.log.org.nd4j", "warn");
    System.setProperty("org.slf4j.simpleLogger.log.org.deeplearning4j", "warn");
    Environment environment = Nd4j.getEnvironment();
    int cores = Runtime.getRuntime().availableProcessors();
    int masterThreads = environment.maxMasterThreads();
    int ompThreads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    NativeEngine.start(); // from here on ND4J has one thread, as the product wants it
    if (this == STOCK) {
      environment.setMaxMasterThreads(masterThreads);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(ompThreads);
      openblas_nolapack.blas_set_num_threads(cores);
    }
  }

  MultiLayerNetwork network(Workload workload, INDArray parameters) {
    NetworkPlan plan = workload.plan();
    TrainingSpec training = workload.config().training();
    if (this == OURS) {
      MultiLayerNetwork network = Dl4j.of(Network.untrained(plan, training, Workload.BATCHES, 0));
      network.setParams(parameters);
      return network;
    }
    return stock(plan, training, parameters);
  }

  /** Gives (batch)(outputs) of features, as the data come to each: ours takes plain arrays. */
  Supplier<float[][]> predicting(Workload workload, MultiLayerNetwork network, INDArray features) {
    if (this != OURS) {
      return () -> network.output(features, false).toFloatMatrix();
    }
    float[] values = features.data().asFloat();
    int[] shape = LongStream.of(features.shape()).mapToInt(Math::toIntExact).toArray();
    Inference inference =
        Network.trained(workload.plan(), Dl4j.numbers(network.params()))
            .inference(Runtime.getRuntime().availableProcessors());
    return () -> inference.outputs(values, shape, Optional.empty());
  }

  static MultiLayerNetwork stock(NetworkPlan plan, TrainingSpec training, INDArray parameters) {
    if (StockNetwork.of(plan, training, Dl4j.numbers(parameters))
        instanceof StockNetwork.Expressed expressed) {
      return expressed.network();
    }
    throw new IllegalArgumentException("stock DL4J cannot express the network");
  }
}
