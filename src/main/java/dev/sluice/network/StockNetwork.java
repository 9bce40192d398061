package dev.sluice.network;

import dev.sluice.spec.Config;
import dev.sluice.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A trained network for stock DL4J: it can be restored without Sluice, with the same outputs. */
public sealed interface StockNetwork {

  /**
   * The network could be converted.
   *
   * @param network its updater is the config's at the initial learning rate, without state, or Adam
   *     if stock DL4J has no such updater; clipping and schedule are lost, a Huber loss and that of
   *     quantiles or a distribution become squared ones, and a cross-entropy DL4J's
   */
  record Expressed(MultiLayerNetwork network) implements StockNetwork {
    /** For {@link ModelSerializer#restoreMultiLayerNetwork}, without the updater's state. */
    public void write(Path file) throws IOException {
      ModelSerializer.writeModel(network, file.toFile(), /* saveUpdater= */ false);
    }
  }

  /**
   * The network could not be converted.
   *
   * @param reason why, as a sentence without a full stop
   */
  record NotExpressible(String reason) implements StockNetwork {}

  /**
   * The network of a config, unless its answers need more than DL4J.
   *
   * @param parameters of the trained network; copied
   */
  static StockNetwork of(NetworkPlan plan, Config config, Coefficients parameters) {
    if (config.training().ensemble().isPresent()) {
      return new NotExpressible("stock DL4J has no average of several networks (ensemble)");
    }
    if (config.data().target().hasLinearPath()) {
      return new NotExpressible("stock DL4J has no linear path next to the network (linear)");
    }
    return of(plan, config.training(), parameters);
  }

  /**
   * @param parameters of the trained network; copied
   */
  static StockNetwork of(NetworkPlan plan, TrainingSpec training, Coefficients parameters) {
    if (plan.output().chain().isPresent()) {
      return new NotExpressible("stock DL4J has no conditional random field (crf)");
    }
    if (plan.layers().stream().anyMatch(layer -> layer.beside() > 0)) {
      return new NotExpressible("stock DL4J has no layer of characters in addition to tokens");
    }
    if (plan.input().columns() > 0) {
      return new NotExpressible("stock DL4J has no columns in addition to a text (features)");
    }
    if (plan.output().horizon().orElse(null) instanceof ForecastDecoder) {
      return new NotExpressible("stock DL4J has no decoder of forecasts");
    }
    if (plan.output().window() > 0) {
      return new NotExpressible("stock DL4J has no path around the layers (linear_skip)");
    }
    if (plan.output().horizon().isPresent()) {
      return new NotExpressible(
          "stock DL4J has no output that decodes segments or reads several states");
    }
    if (!plan.input().categories().isEmpty()) {
      return new NotExpressible("stock DL4J has no layer of categories in addition to numbers");
    }
    if (plan.input().reversible().isPresent()) {
      return new NotExpressible("stock DL4J has no reversible instance normalisation (revin)");
    }
    if (plan.output().decoder().isPresent()) {
      return new NotExpressible("stock DL4J has no decoder of texts");
    }
    MultiLayerConfiguration configuration =
        new NetworkBuilder(plan).stock(Optimizers.stock(training.optimizer()));
    configuration.getConfs().forEach(StockNetwork::replaceOurs);

    TreeSet<String> foreign = foreignClasses(configuration.toJson());
    if (!foreign.isEmpty()) {
      return new NotExpressible("stock DL4J has no " + String.join(", ", foreign));
    }
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    copy(new NetworkBuilder(plan).trained(parameters.row()), network);
    return new Expressed(network);
  }

  /** Copies matrix by matrix: the two may have another order in memory. */
  private static void copy(MultiLayerNetwork from, MultiLayerNetwork to) {
    for (int i = 0; i < from.getnLayers(); i++) {
      Map<String, INDArray> ours = from.getLayer(i).paramTable();
      to.getLayer(i).paramTable().forEach((key, matrix) -> matrix.assign(ours.get(key)));
    }
  }

  private static void replaceOurs(NeuralNetConfiguration configuration) {
    Layer layer = configuration.getLayer();
    if (layer instanceof MaskPassingDropout) {
      ActivationLayer identity = new ActivationLayer(Activation.IDENTITY);
      identity.setLayerName(layer.getLayerName());
      configuration.setLayer(identity);
    } else if (layer instanceof OutputLayer output && isOfNumbers(output.getLossFn())) {
      output.setLossFn(new LossMSE());
    } else if (layer instanceof BaseOutputLayer output
        && (output.getLossFn() instanceof CrossEntropy
            || output.getLossFn() instanceof ClassLoss)) {
      output.setLossFn(
          output.getActivationFn() instanceof ActivationSigmoid
              ? new LossBinaryXENT()
              : new LossMCXENT());
    }
  }

  private static boolean isOfNumbers(ILossFunction loss) {
    return loss instanceof HuberLoss || loss instanceof ValueLoss;
  }

  private static TreeSet<String> foreignClasses(String json) {
    TreeSet<String> classes = new TreeSet<>();
    Matcher named = Pattern.compile("\"@class\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    while (named.find()) {
      if (!named.group(1).matches("org\\.(deeplearning4j|nd4j)\\..*")) {
        classes.add(named.group(1));
      }
    }
    return classes;
  }
}
