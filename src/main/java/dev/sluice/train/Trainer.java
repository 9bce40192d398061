package dev.sluice.train;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.batch.Segments;
import dev.sluice.data.Dataset;
import dev.sluice.data.WordVectors;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Monitor;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.BatchLimits;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec.Output.LinearStart;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains one network. The same config, data, machine and number of threads give identical results,
 * whether or not the training is interrupted and resumed: everything random in an epoch is seeded
 * from the config's seed and the epoch's number.
 *
 * <p>Not thread-safe; one trainer trains once.
 */
public final class Trainer {
  private final Config config;
  private final TrainingSpec training;
  private final Dataset data;
  private final NetworkPlan plan;
  private final EvaluationPlan evaluation;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final Optional<Checkpoints> checkpoints;
  private final int most; // epochs
  private final OptionalDouble ridgeStrength;

  private final Network network;
  private final List<EpochScores> epochs = new ArrayList<>();
  private Optional<BestEpoch> best = Optional.empty();
  private Coefficients bestParameters; // of that epoch, or those of the previous network

  /** Trains in memory, without reporting progress. */
  public Trainer(Config config, Dataset data, NetworkPlan plan) {
    this(config, data, plan, Progress.NONE, () -> false, Optional.empty());
  }

  /**
   * @param stop called after every batch, and every few steps of documents that are scored; true
   *     ends the training as interrupted
   * @param checkpoints where to resume from and where to keep checkpoints; empty: train from the
   *     start and keep none
   * @throws dev.sluice.problem.UserException if the metrics do not fit the target
   */
  public Trainer(
      Config config,
      Dataset data,
      NetworkPlan plan,
      Progress progress,
      BooleanSupplier stop,
      Optional<Checkpoints> checkpoints) {
    this(
        config,
        data,
        plan,
        progress,
        stop,
        checkpoints,
        config.training().epochs(),
        OptionalDouble.empty());
  }

  /**
   * @param epochs to train, at most those of the config, which schedules always span
   * @param ridgeStrength the penalty of a start at ridge regression; empty: the validation part
   *     chooses it
   */
  public Trainer(
      Config config,
      Dataset data,
      NetworkPlan plan,
      Progress progress,
      BooleanSupplier stop,
      Optional<Checkpoints> checkpoints,
      int epochs,
      OptionalDouble ridgeStrength) {
    this.most = epochs;
    this.ridgeStrength = ridgeStrength;
    this.config = config;
    this.training = config.training();
    this.data = data;
    this.plan = plan;
    this.evaluation = EvaluationPlan.of(config);
    this.progress = progress;
    this.stop = stop;
    this.checkpoints = checkpoints;

    int batchesPerEpoch =
        data.examples(Part.TRAINING).batchesPerPass(limits(), training.segmentSteps());
    this.network =
        Network.untrained(plan, training, training.steps(batchesPerEpoch), config.seed());
    this.bestParameters = network.parameters();
  }

  /**
   * Trains until all epochs are done, the patience of early stopping is exhausted, or it is asked
   * to stop.
   */
  public TrainedNetwork train() {
    return calibrated(uncalibrated(/* keepLast= */ false));
  }

  /**
   * The same, without learning from the network's outputs afterwards.
   *
   * @param keepLast whether the last epoch leaves a checkpoint even if none is due
   */
  TrainedNetwork uncalibrated(boolean keepLast) {
    Optional<Checkpoint> latest = checkpoints.flatMap(Checkpoints::latest);
    latest.ifPresent(this::restore);
    Ending ending = Ending.COMPLETED;
    Optional<String> cause = Optional.empty();
    try {
      if (latest.isEmpty() && plan.output().spec().linearStart() == LinearStart.RIDGE) {
        start();
      }
      while (trainedEpochs() < most) {
        if (patienceIsOver()) {
          ending = Ending.STOPPED_EARLY;
          break;
        }
        epoch(trainedEpochs() + 1);
      }
    } catch (CancellationException e) {
      ending = Ending.INTERRUPTED;
    } catch (DivergedException e) {
      ending = Ending.DIVERGED;
      cause = Optional.of(e.getMessage());
    } finally {
      progress.trainingEnded();
    }
    if (keepLast && ending.isByItself()) {
      checkpoints
          .filter(c -> c.lastEpoch() < trainedEpochs())
          .ifPresent(c -> c.write(checkpoint()));
    }
    network.setParameters(bestParameters);
    return new TrainedNetwork(
        network,
        data.pipeline(),
        best.map(BestEpoch::epoch).stream().toList(),
        epochs,
        ending,
        cause);
  }

  /** Initializes the embedding with these vectors, unless the training is resumed. */
  void startFrom(WordVectors vectors) {
    network.setVectors(vectors.vectors());
  }

  /** Whether there is a checkpoint to resume from. */
  boolean goesOn() {
    return checkpoints.filter(c -> c.lastEpoch() > 0).isPresent();
  }

  /** The result if the pretraining did not finish. */
  TrainedNetwork notBegun(PretrainedLayers layers) {
    return new TrainedNetwork(
        network, data.pipeline(), List.of(), epochs, layers.ending(), layers.cause());
  }

  void startFrom(PretrainedLayers layers) {
    network.setFirstParameters(layers.parameters());
  }

  /** Lets the pipeline learn from the network's outputs for the validation part. */
  TrainedNetwork calibrated(TrainedNetwork trained) {
    Examples validation = data.examples(Part.VALIDATION);
    if (trained.keptEpoch().isEmpty() || validation.size() == 0) {
      return trained;
    }
    float[][][] known = new float[1][][]; // computed at most once
    Supplier<float[][]> outputs =
        () -> known[0] == null ? known[0] = outputs(trained.network(), validation) : known[0];
    try {
      return trained.with(
          data.pipeline()
              .calibrated(data.parts(), outputs, stop)
              .chosen(config.evaluation(), validation, outputs));
    } catch (CancellationException e) {
      return trained.with(Ending.INTERRUPTED);
    }
  }

  private boolean patienceIsOver() {
    int waited = best.map(BestEpoch::waited).orElse(0);
    return training.earlyStopping().filter(s -> waited >= s.patience()).isPresent();
  }

  private int trainedEpochs() {
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
  }

  /**
   * Fits the linear path. What it scores before the first epoch counts like an epoch: the network
   * is kept as it starts if no epoch makes it better.
   */
  private void start() {
    long begin = System.nanoTime();
    if (new RidgeStart(data, plan.output(), training.batchSize(), this::stopIfAsked)
        .give(network, ridgeStrength)) {
      double loss = meanLoss(data.examples(Part.TRAINING));
      Map<String, Double> validation = validated();
      choose(0, validation);
      report(new EpochScores(0, loss, validation, OptionalDouble.empty(), seconds(begin)));
    }
  }

  private void epoch(int epoch) {
    long start = System.nanoTime();
    long stream = new SplittableRandom(config.seed()).nextLong(); // far apart for seeds 1, 2, 3
    SplittableRandom random = new SplittableRandom(stream + epoch);
    network.setSeed(random.nextLong());
    double loss = trainOn(data.examples(Part.TRAINING), epoch, random.nextLong());
    Map<String, Double> validation = validated();
    choose(epoch, validation);
    network.epochEnded(epoch, validation.getOrDefault("loss", loss));
    // Reported before it is saved: what a resumed training reports again can be overwritten, but
    // what was never reported would be missing.
    report(new EpochScores(epoch, loss, validation, network.learningRate(), seconds(start)));
    checkpoints
        .filter(c -> epoch % training.checkpointEvery() == 0)
        .ifPresent(c -> c.write(checkpoint()));
  }

  private Map<String, Double> validated() {
    return network.withKeptParameters(() -> validate(data.examples(Part.VALIDATION)));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Keeps the parameters if they are the best so far. */
  private void choose(int epoch, Map<String, Double> validation) {
    double value = validation.getOrDefault(monitor().name(), Double.NaN);
    double minDelta = training.earlyStopping().map(EarlyStopping::minDelta).orElse(0.0);
    best =
        Optional.of(
            best.map(
                    before ->
                        before.with(
                            epoch,
                            value,
                            monitor().better(),
                            minDelta,
                            lossImproves(before, validation)))
                .orElseGet(() -> BestEpoch.first(epoch, value)));
    if (isBest(epoch)) {
      bestParameters = network.keptParameters().copy();
    }
  }

  private boolean isBest(int epoch) {
    return best.map(BestEpoch::epoch).equals(Optional.of(epoch));
  }

  private void report(EpochScores scores) {
    epochs.add(scores);
    progress.epochEnded(scores, isBest(scores.epoch()));
  }

  /** Without a validation part every epoch counts as the best: the last one is kept. */
  private boolean lossImproves(BestEpoch before, Map<String, Double> validation) {
    int first = epochs.get(0).epoch();
    return !validation.containsKey("loss")
        || validation.get("loss") < epochs.get(before.epoch() - first).validation().get("loss");
  }

  /** The mean loss over the examples, without penalties, as it was before each step. */
  private double trainOn(Examples examples, int epoch, long orderSeed) {
    progress.epochStarted(epoch, (int) Math.min(Integer.MAX_VALUE, examples.targets()));
    double sum = 0;
    double weights = 0;
    int batch = 0;
    try (BatchesAhead batches =
        new BatchesAhead(
            examples
                .input()
                .documents()
                .<Iterator<DataSet>>map(documents -> segments(documents, orderSeed))
                .orElseGet(() -> batches(examples, new BatchOrder.Shuffled(orderSeed))))) {
      while (batches.hasNext()) {
        List<DataSet> next = upTo(training.accumulate(), batches);
        double loss = network.fit(next);
        batch += next.size();
        if (!network.isFinite()) { // the loss alone does not tell: DL4J clips NaN
          throw new DivergedException(divergence(epoch, batch, next.get(next.size() - 1)));
        }
        double weight = next.stream().mapToDouble(network::weight).sum();
        sum += loss * weight;
        weights += weight;
        int trained = next.stream().mapToInt(DataSet::numExamples).sum();
        progress.batchTrained(epoch, plan.target().readsOn() ? (int) weight : trained, loss);
        stopIfAsked();
      }
    }
    return sum / weights;
  }

  private static List<DataSet> upTo(int most, Iterator<DataSet> batches) {
    List<DataSet> next = new ArrayList<>();
    while (next.size() < most && batches.hasNext()) {
      next.add(batches.next());
    }
    return next;
  }

  private void stopIfAsked() {
    if (stop.getAsBoolean()) {
      throw new CancellationException("asked to stop");
    }
  }

  /** `loss`, without penalties, then the metrics that have a value; empty without examples. */
  private Map<String, Double> validate(Examples examples) {
    if (examples.size() == 0) {
      return Map.of();
    }
    boolean crossEntropy = plan.output().loss().isCrossEntropy(); // its mean is log_loss
    float[][] outputs = outputs(examples);
    double sum = 0;
    for (int at = 0; !crossEntropy && at < outputs.length; at += training.batchSize()) {
      int end = Math.min(at + training.batchSize(), outputs.length);
      int[] batch = IntStream.range(at, end).toArray();
      sum +=
          network.loss(
              Arrays.copyOfRange(outputs, at, end),
              examples.labels(Labels.class).labels(batch, plan.output().units()).values());
    }
    Predictions predictions = data.pipeline().target().predictions(examples, outputs);
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(
        "loss",
        plan.output().chain().isPresent()
            ? meanLoss(examples)
            : crossEntropy
                ? predictions.crossEntropy().number().orElse(Double.NaN)
                : sum / examples.size());
    evaluation
        .metrics()
        .forEach(
            (name, metric) ->
                Metrics.score(metric, predictions).number().ifPresent(v -> scores.put(name, v)));
    if (monitor() instanceof Monitor.OfMetric watched) {
      watched.score(predictions).number().ifPresent(v -> scores.put(watched.name(), v));
    }
    return scores;
  }

  /** The current outputs of the network, (examples)(outputs). */
  private float[][] outputs(Examples examples) {
    return outputs(network, examples);
  }

  private float[][] outputs(Network asked, Examples examples) {
    float[][] outputs = new float[examples.size()][];
    try (Inference inference = asked.inference()) {
      Optional<Documents> documents = examples.input().documents();
      if (documents.isPresent()) {
        outputs =
            inference.scores(documents.get().ids(), documents.get().ended(), this::stopIfAsked);
      }
      int[][] batches =
          documents.isPresent()
              ? new int[0][]
              : examples.batched(limits(), new BatchOrder.Sequential());
      for (int[] batch : batches) {
        Masked features = examples.input().features(batch);
        Optional<float[]> given =
            plan.target().writesTexts()
                ? Optional.of(
                    examples.labels(Labels.class).labels(batch, plan.output().units()).values())
                : Optional.empty();
        float[][] rows =
            inference.outputs(
                features.values(), features.shape(), features.mask(), given, given.isEmpty());
        for (int i = 0; i < batch.length; i++) {
          outputs[batch[i]] = rows[i];
        }
      }
    }
    return outputs;
  }

  /**
   * In prediction mode, over the examples or their labelled steps: also for a chain, in which no
   * step has a loss of its own.
   */
  private double meanLoss(Examples examples) {
    double sum = 0;
    double weights = 0;
    DataSetIterator batches = batches(examples, new BatchOrder.Sequential());
    while (batches.hasNext()) {
      DataSet next = batches.next();
      double weight = network.weight(next);
      sum += network.loss(next) * weight;
      weights += weight;
    }
    return sum / weights;
  }

  private Segments segments(Documents documents, long orderSeed) {
    return new Segments(documents, training.batchSize(), training.segmentSteps(), orderSeed);
  }

  private DataSetIterator batches(Examples examples, BatchOrder order) {
    return examples.batches(limits(), order, plan.output().units());
  }

  private BatchLimits limits() {
    return new BatchLimits(training.batchSize(), training.batchTokens());
  }

  /**
   * The score that chooses the epoch to keep: the loss, unless early stopping names something else.
   */
  private Monitor monitor() {
    return evaluation.monitor().orElseGet(Monitor.Loss::new);
  }

  private String divergence(int epoch, int batch, DataSet data) {
    boolean measured = plan.input().isMeasured();
    Optional<LargestInput> largest =
        measured ? Optional.of(LargestInput.of(data.getFeatures())) : Optional.empty();
    Optional<String> column =
        largest.flatMap(
            input -> this.data.examples(Part.TRAINING).input().columnOf(input.number()));
    return "the loss or the weights became NaN or infinite at epoch %s, batch %s%s%s"
        .formatted(
            epoch,
            batch,
            largest.map(input -> input.words(column)).orElse(""),
            advice(largest, column));
  }

  /** The most promising remedy comes first: to rescale an outlier, else smaller steps. */
  private String advice(Optional<LargestInput> largest, Optional<String> column) {
    List<String> advice = new ArrayList<>();
    largest
        .filter(LargestInput::standsOut)
        .flatMap(input -> column)
        .ifPresent(
            name ->
                advice.add(
                    "scale: {standard: {}} or transform: {log1p: {}} of data.columns.\"%s\""
                        .formatted(name)));
    boolean named = !advice.isEmpty();
    advice.add("a lower learning_rate");
    if (training.gradientClipping().isEmpty()) {
      advice.add("gradient_clipping: {global_norm: 1.0}");
    }
    if (largest.isPresent() && !named) {
      advice.add("scale: {robust: {}} for columns with outliers");
    }
    return "\n    try " + String.join(", or ", advice);
  }

  private Checkpoint checkpoint() {
    return new Checkpoint(epochs, network.state(), best.orElseThrow(), bestParameters);
  }

  /**
   * @throws dev.sluice.problem.UserException if the checkpoint is of another network
   */
  private void restore(Checkpoint checkpoint) {
    network.setParameters(checkpoint.bestParameters()); // checks whether they are of this network
    network.resume(checkpoint.network());
    epochs.addAll(checkpoint.epochs());
    best = Optional.of(checkpoint.best());
    bestParameters = checkpoint.bestParameters();
  }
}
