package dev.sluice.network;

import dev.sluice.kernel.Reductions;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A network: it learns from batches, is restored from a {@link State}, and lends its parameters to
 * {@link Inference}. It hides everything about DL4J. Not thread-safe.
 */
public final class Network implements AutoCloseable {
  private final NetworkPlan plan;
  private final MultiLayerNetwork dl4j; // its listeners clip gradients: add to them, never set them
  private final Optional<LearningRate> schedule;
  private final Optional<WeightAverage> average;
  private final Optional<GradientSum> accumulated; // of the batches of a step
  private final int threads; // that compute a step
  private final List<Network> others; // of an ensemble, of the same plan

  Network(
      NetworkPlan plan,
      MultiLayerNetwork dl4j,
      Optional<LearningRate> schedule,
      Optional<WeightAverage> average,
      Optional<GradientSum> accumulated,
      int threads) {
    this(plan, dl4j, schedule, average, accumulated, threads, List.of());
  }

  private Network(
      NetworkPlan plan,
      MultiLayerNetwork dl4j,
      Optional<LearningRate> schedule,
      Optional<WeightAverage> average,
      Optional<GradientSum> accumulated,
      int threads,
      List<Network> others) {
    this.others = others;
    this.plan = plan;
    this.dl4j = dl4j;
    this.schedule = schedule;
    this.average = average;
    this.accumulated = accumulated;
    this.threads = threads;
  }

  /**
   * With initial weights.
   *
   * @param batchesPerEpoch training steps of an epoch, for the schedule of the learning rate
   * @param seed the same seed gives the same weights, whatever ran before
   */
  public static Network untrained(
      NetworkPlan plan, TrainingSpec training, int batchesPerEpoch, long seed) {
    return new NetworkBuilder(plan).trainable(training, batchesPerEpoch, seed);
  }

  /**
   * For predictions only.
   *
   * @param parameters of a network of the same plan; copied
   */
  public static Network trained(NetworkPlan plan, Coefficients parameters) {
    return new Network(
        plan,
        new NetworkBuilder(plan).trained(parameters.row()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /**
   * For predictions only: one network, or an ensemble, whose outputs are the mean of its networks'.
   * It cannot be trained.
   *
   * @param parameters of each network of the plan; copied
   * @param threads of {@link #inference()}
   */
  public static Network trained(NetworkPlan plan, List<Coefficients> parameters, int threads) {
    List<Network> all = parameters.stream().map(each -> trained(plan, each)).toList();
    return new Network(
        plan,
        all.get(0).dl4j,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        threads,
        all.subList(1, all.size()));
  }

  /**
   * For predictions only, with parameters from elsewhere.
   *
   * @param byLayer for each layer of the plan, the output layer last, its parameters by their keys,
   *     such as W; laid out as the layer's factory says, row by row
   * @throws IllegalArgumentException if a layer has other keys, or other lengths
   */
  public static Network trained(NetworkPlan plan, List<Map<String, float[]>> byLayer) {
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trained(Nd4j.zeros(DataType.FLOAT, 1, plan.parameters()));
    if (byLayer.size() != network.getnLayers()) {
      throw new IllegalArgumentException(
          "%s layers, expected %s".formatted(byLayer.size(), network.getnLayers()));
    }
    for (int i = 0; i < byLayer.size(); i++) {
      Map<String, INDArray> own = network.getLayer(i).paramTable();
      if (!own.keySet().equals(byLayer.get(i).keySet())) {
        throw new IllegalArgumentException(
            "layer %s has %s, got %s".formatted(i, own.keySet(), byLayer.get(i).keySet()));
      }
      int layer = i;
      own.forEach((key, array) -> fill(array, byLayer.get(layer).get(key), key));
    }
    return new Network(plan, network, Optional.empty(), Optional.empty(), Optional.empty(), 1);
  }

  private static void fill(INDArray array, float[] values, String key) {
    if (array.length() != values.length) {
      throw new IllegalArgumentException(
          "%s has %s numbers, got %s".formatted(key, array.length(), values.length));
    }
    array.assign(Nd4j.create(values, array.shape(), 'c'));
  }

  public NetworkPlan plan() {
    return plan;
  }

  /**
   * Seeds the random draws of the following steps, such as dropout, which depend on nothing else.
   */
  public void setSeed(long seed) {
    Nd4j.getRandom().setSeed(seed);
  }

  /**
   * Does one training step with the gradient of several batches, as if they were one: all examples,
   * or all labelled steps, have the same weight.
   *
   * @param batches one, or several if {@code training.accumulate} allows it; see {@link
   *     #fit(DataSet)}
   * @return the mean loss of the batches before the step, without penalties
   */
  public double fit(List<DataSet> batches) {
    DataSet last = batches.get(batches.size() - 1);
    if (batches.size() == 1) {
      return fit(last);
    }
    GradientSum gradients = accumulated.orElseThrow();
    double loss = 0;
    double weights = 0;
    for (DataSet batch : batches) {
      double weight = weight(batch);
      weights += weight;
      if (batch == last) {
        gradients.endWith(weight);
        loss += weight * fit(batch);
      } else {
        differentiate(carried(batch));
        gradients.add(dl4j, weight);
        loss += weight * dl4j.score();
      }
    }
    return loss / weights;
  }

  /** The backward pass without a step. */
  private void differentiate(DataSet batch) {
    dl4j.setInput(batch.getFeatures());
    dl4j.setLabels(batch.getLabels());
    dl4j.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    dl4j.computeGradientAndScore();
    for (TrainingListener listener : dl4j.getListeners()) {
      if (listener instanceof AdversarialPass) {
        listener.onGradientCalculation(dl4j);
      }
    }
    dl4j.clearLayerMaskArrays();
  }

  /**
   * The number of items over which the loss of a batch is the mean: its examples, or their labelled
   * steps.
   */
  public double weight(DataSet batch) {
    if (!plan.target().takesSteps()) {
      return batch.numExamples();
    }
    int labelled = 0;
    for (float label : batch.getLabels().ravel().toFloatVector()) {
      labelled += label >= 0 ? 1 : 0;
    }
    return labelled;
  }

  /**
   * Does one training step.
   *
   * @param batch labels as {@code dev.sluice.shape.OutputShape} says; its example metadata, if it
   *     has any, say for each row whether it begins a sequence, as {@link Boolean}; the other rows
   *     continue those of the batch before
   * @return the mean loss of the batch before the step, without penalties
   */
  public double fit(DataSet batch) {
    dl4j.fit(carried(batch));
    average.ifPresent(mean -> mean.follow(dl4j.getIterationCount(), threads));
    return dl4j.score();
  }

  /** Prepares the layers for a batch: they are told which rows begin a sequence. */
  private DataSet carried(DataSet batch) {
    List<Boolean> begins = batch.getExampleMetaData(Boolean.class);
    if (begins != null) {
      boolean[] rows = new boolean[begins.size()];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = begins.get(r);
      }
      for (Layer layer : dl4j.getLayers()) {
        if (layer instanceof Carrying carrying) {
          carrying.carry(rows);
        }
      }
    }
    return recursion().map(recursion -> taught(recursion, batch)).orElse(batch);
  }

  private Optional<Recursion> recursion() {
    return dl4j.getOutputLayer().conf().getLayer() instanceof Recursion.Taught output
        ? output.recursion()
        : Optional.empty();
  }

  private static DataSet taught(Recursion recursion, DataSet batch) {
    long[] shape = batch.getFeatures().shape();
    float[] features = Views.toArray(batch.getFeatures());
    recursion.teach(features, (int) shape[1], (int) shape[2], Views.toArray(batch.getLabels()));
    return new DataSet(Nd4j.create(features, shape, 'c'), batch.getLabels());
  }

  /**
   * Makes the outputs initially linear in the window: the contribution of the layers begins at 0.
   *
   * @param weights (window, units), row by row
   * @param constants (units); their mean if steps of segments share one
   */
  public void startLinear(float[] weights, float[] constants) {
    PlannedOutput output = plan.output();
    Map<String, INDArray> parameters = dl4j.getOutputLayer().paramTable();
    INDArray path = Nd4j.create(weights, new long[] {output.window(), output.units()}, 'c');
    if (output.horizon().isPresent()) {
      KernelHorizon.startLinear(parameters, path, constants);
    } else {
      startLinear(parameters, path, constants);
    }
    average.ifPresent(WeightAverage::begin);
  }

  private void startLinear(Map<String, INDArray> parameters, INDArray path, float[] constants) {
    PlannedOutput output = plan.output();
    INDArray all = parameters.get("W");
    all.assign(0);
    all.get(
            NDArrayIndex.interval(output.inputs(), output.inputs() + output.window()),
            NDArrayIndex.all())
        .assign(path);
    parameters.get("b").assign(Nd4j.createFromArray(constants).reshape(1, constants.length));
  }

  /** Whether the last loss and all parameters are finite; fast enough to call after each step. */
  public boolean isFinite() {
    INDArray parameters = dl4j.params();
    return Double.isFinite(dl4j.score())
        && (parameters.dataType() == DataType.FLOAT
            ? Reductions.allFinite(
                Views.floats(parameters), Math.toIntExact(parameters.length()), threads)
            : Double.isFinite(parameters.sumNumber().doubleValue()));
  }

  /** To be called after each epoch, so that a plateau can lower the learning rate. */
  public void epochEnded(int epoch, double loss) {
    schedule.flatMap(LearningRate::plateau).ifPresent(plateau -> plateau.epochEnded(epoch, loss));
  }

  /** The learning rate of the last step; empty for AdaDelta. */
  public OptionalDouble learningRate() {
    return schedule
        .map(rate -> OptionalDouble.of(rate.at(dl4j.getIterationCount() - 1)))
        .orElseGet(OptionalDouble::empty);
  }

  /** The mean loss of a batch in prediction mode, without a step. */
  public double loss(DataSet batch) {
    return dl4j.score(batch, /* training= */ false);
  }

  /**
   * The mean loss over the steps of one example without a mask.
   *
   * @param features row-major, of a batch of one
   * @param labels (steps)
   */
  public double loss(float[] features, long[] shape, float[] labels) {
    return loss(
        new DataSet(
            Nd4j.create(features, shape, 'c'),
            Nd4j.createFromArray(labels).reshape(1, labels.length)));
  }

  /**
   * The sum of the losses of some examples.
   *
   * @param outputs (examples)(units), as {@link Inference} returns them
   * @param labels (examples, units), row by row; NaN where any output is right
   */
  public double loss(float[][] outputs, float[] labels) {
    ILossFunction loss = ((BaseOutputLayer) dl4j.getOutputLayer().conf().getLayer()).getLossFn();
    int units = outputs[0].length;
    float[] known = labels.clone();
    for (int i = 0; i < known.length && !(loss instanceof ValueLoss); i++) { // which knows NaN
      known[i] = Float.isNaN(known[i]) ? outputs[i / units][i % units] : known[i];
    }
    return loss.computeScore(
        Nd4j.createFromArray(known).reshape('c', outputs.length, units),
        Nd4j.create(outputs),
        new ActivationIdentity(),
        null,
        /* average= */ false);
  }

  /**
   * DL4J's outputs for one batch without a mask; {@link Inference} is faster and more general. If
   * forecasts are inputs of the next step, this reads those in the features instead.
   *
   * @param features row-major
   * @return row-major, steps last; for a network that writes texts, the probabilities of the first
   *     token
   */
  public float[] output(float[] features, long... shape) {
    INDArray x = Nd4j.create(features, shape, 'c');
    float[] given = dl4j.output(x, /* train= */ false).dup('c').data().asFloat();
    if (others.isEmpty()) {
      return given;
    }
    return Inference.mean(
        Stream.concat(Stream.of(given), others.stream().map(other -> other.output(features, shape)))
            .toList());
  }

  /** {@link #inference(int)} with the threads of its steps. */
  public Inference inference() {
    return inference(threads);
  }

  /**
   * For predictions. This network must not be trained or closed while that is in use.
   *
   * @param threads the most that all callers together may use; results do not depend on it
   */
  public Inference inference(int threads) {
    return Inference.together(all(), plan.chunks(), threads, () -> {});
  }

  private List<MultiLayerNetwork> all() {
    return Stream.concat(Stream.of(this), others.stream()).map(each -> each.dl4j).toList();
  }

  /** Whether its outputs are the mean of several networks'. */
  public boolean isEnsemble() {
    return !others.isEmpty();
  }

  /** The same; {@link Inference#close} also closes this network. */
  public Inference onlyInference(int threads) {
    return Inference.together(all(), plan.chunks(), threads, this::close);
  }

  /**
   * A copy of the network after its embedding; empty if its first layer is not an embedding of
   * token ids.
   */
  public Optional<BehindEmbedding> behindEmbedding() {
    NativeEngine.start();
    return BehindEmbedding.isBehindOne(plan)
        ? Optional.of(BehindEmbedding.of(plan, dl4j.params()))
        : Optional.empty();
  }

  /**
   * A view of the parameters, which the next step changes; for an ensemble, copies of those of its
   * networks, concatenated.
   */
  public Coefficients parameters() {
    return others.isEmpty()
        ? new Coefficients(dl4j.params())
        : Coefficients.together(all().stream().map(each -> each.params()).toList());
  }

  /**
   * The parameters by key of each layer, the output layer last, for each network of an ensemble.
   */
  public List<List<Map<String, ParameterMatrix>>> parametersByLayer() {
    return all().stream()
        .map(network -> Stream.of(network.getLayers()).map(Network::matrices).toList())
        .toList();
  }

  private static Map<String, ParameterMatrix> matrices(Layer layer) {
    Map<String, ParameterMatrix> matrices = new LinkedHashMap<>();
    layer
        .paramTable()
        .forEach(
            (key, matrix) -> {
              int rows = matrix.rank() == 1 ? 1 : (int) matrix.size(0);
              float[] values = matrix.dup('c').data().asFloat();
              matrices.put(key, new ParameterMatrix(rows, values.length / rows, values));
            });
    return matrices;
  }

  /**
   * The parameters that a training keeps: their average over its steps if the config asks for that.
   */
  public Coefficients keptParameters() {
    return average.map(mean -> new Coefficients(mean.numbers())).orElseGet(this::parameters);
  }

  /** Does some work with the parameters that the training keeps. */
  public <T> T withKeptParameters(Supplier<T> work) {
    if (average.isEmpty()) {
      return work.get();
    }
    INDArray trained = dl4j.params().dup();
    dl4j.setParams(average.get().numbers());
    try {
      return work.get();
    } finally {
      dl4j.setParams(trained);
      trained.close();
    }
  }

  /**
   * Replaces the parameters.
   *
   * @throws UserException if these are of another network; nothing is written then
   */
  public void setParameters(Coefficients parameters) {
    requireLength("parameters", dl4j.numParams(), parameters.length());
    dl4j.setParams(parameters.row());
  }

  /**
   * Overwrites rows of the first layer, an embedding.
   *
   * @param vectors by id, each with the size of the embedding
   */
  public void setVectors(Map<Integer, float[]> vectors) {
    INDArray table = dl4j.getLayer(0).getParam("W");
    vectors.forEach((id, vector) -> table.putRow(id, Nd4j.createFromArray(vector)));
  }

  /**
   * Overwrites the biases of the output.
   *
   * @param biases (outputs)
   */
  public void setOutputBiases(float[] biases) {
    dl4j.getOutputLayer().getParam("b").assign(Nd4j.createFromArray(biases));
  }

  /**
   * Overwrites the parameters of the first layers.
   *
   * @param first at most as many as the network has
   */
  public void setFirstParameters(Coefficients first) {
    dl4j.params()
        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, first.length()))
        .assign(first.row());
  }

  /**
   * Everything that steps change.
   *
   * @param steps done so far
   * @param average of the parameters, empty without averaging
   * @param updater of the optimizer, empty for one without a state
   * @param plateau of the learning rate's schedule, if it has one
   */
  public record State(
      int steps,
      Coefficients parameters,
      Optional<Coefficients> average,
      Optional<Coefficients> updater,
      Optional<Plateau.State> plateau) {}

  /** The present state, a view that the next step changes. */
  public State state() {
    return new State(
        dl4j.getIterationCount(),
        parameters(),
        average.map(WeightAverage::numbers).map(Coefficients::new),
        updater().map(Coefficients::new),
        schedule.flatMap(LearningRate::plateau).map(Plateau::state));
  }

  /**
   * Restores a state, which is copied.
   *
   * @throws UserException if it is of another network; nothing is written then
   */
  public void resume(State state) {
    requireLength(
        "numbers of the optimizer's state",
        updater().map(INDArray::length).orElse(0L),
        state.updater().map(Coefficients::length).orElse(0L));
    requireLength(
        "averaged weights",
        average.map(mean -> mean.numbers().length()).orElse(0L),
        state.average().map(Coefficients::length).orElse(0L));
    setParameters(state.parameters());
    state.average().ifPresent(row -> average.orElseThrow().numbers().assign(row.row()));
    dl4j.setIterationCount(state.steps());
    state.updater().ifPresent(numbers -> updater().orElseThrow().assign(numbers.row()));
    state
        .plateau()
        .ifPresent(then -> schedule.flatMap(LearningRate::plateau).orElseThrow().restore(then));
  }

  private Optional<INDArray> updater() {
    return Optional.ofNullable(dl4j.getUpdater().getStateViewArray());
  }

  /** Native arrays do not check their lengths. */
  private static void requireLength(String what, long needed, long found) {
    if (needed != found) {
      throw new UserException(
          Problem.atKey(
              "network",
              "has %s %s, but the checkpoint has %s".formatted(needed, what, found),
              "resume with the config that the run was started with, or start a new training"));
    }
  }

  /**
   * What each layer runs on, the output layer last: `kernel` or `Deeplearning4j`, with the reason
   * if a layer uses the slower one although others of its kind do not.
   */
  public List<String> engines() {
    return new NetworkBuilder(plan).engines();
  }

  /** The configuration as DL4J writes it. */
  public String dl4jJson() {
    return dl4j.getLayerWiseConfigurations().toJson();
  }

  /** Frees the parameters; this cannot be used from then on. */
  @Override
  public void close() {
    dl4j.params().close();
    average.ifPresent(mean -> mean.numbers().close());
    others.forEach(Network::close);
  }

  MultiLayerNetwork dl4j() {
    return dl4j;
  }

  Optional<LearningRate> schedule() {
    return schedule;
  }
}
