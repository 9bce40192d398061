package dev.sluice.train;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Segments;
import dev.sluice.batch.TwoWays;
import dev.sluice.batch.WrittenAnew;
import dev.sluice.data.Dataset;
import dev.sluice.data.LanguageTexts;
import dev.sluice.data.WordVectors;
import dev.sluice.evaluate.Better;
import dev.sluice.network.Coefficients;
import dev.sluice.network.LanguageModelPlan;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlannedLayer;
import dev.sluice.run.Provenance;
import dev.sluice.spec.Config;
import dev.sluice.spec.PretrainSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The language model or autoencoder that a network starts from: what it learns, and how. Made
 * without loading ND4J; running it does. It is seeded, stopped and resumed as a {@link Trainer}.
 */
public final class Pretraining {
  private static final int VALIDATION_SEED = 1; // every epoch is validated on the same pieces

  private final Config config;
  private final PretrainSpec spec;
  private final TrainingSpec settings;
  private final LanguageModelPlan plan;
  private final LanguageTexts texts;
  private final Documents training;
  private final Documents validation;
  private final Optional<WordVectors> vectors;

  private Pretraining(
      Config config,
      PretrainSpec spec,
      LanguageModelPlan plan,
      LanguageTexts texts,
      Optional<WordVectors> vectors) {
    this.vectors = vectors;
    this.config = config;
    this.spec = spec;
    this.settings = config.training().ofPretraining(spec);
    this.plan = plan;
    this.texts = texts;
    training = read(texts.training());
    validation = read(texts.validation());
  }

  private Documents read(Documents whole) {
    return spec.writesAnew() ? WrittenAnew.of(whole, spec.steps()) : whole;
  }

  /**
   * The pretraining that a config asks for; empty if it asks for none.
   *
   * @param network to start
   * @param vectors with which the embedding is initialized
   * @throws dev.sluice.problem.UserException if network or texts do not fit
   */
  public static Optional<Pretraining> of(
      Config config, Dataset data, NetworkPlan network, Optional<WordVectors> vectors) {
    if (config.training().pretrain().isEmpty()) {
      return Optional.empty();
    }
    PretrainSpec spec = config.training().pretrain().get();
    LanguageModelPlan plan = LanguageModelPlan.of(network, spec, config.training());
    return Optional.of(new Pretraining(config, spec, plan, LanguageTexts.of(data, spec), vectors));
  }

  /** What a user would call it, as in "language model". */
  public String title() {
    return spec.title();
  }

  /** For a reader, as plain values: the layers, and how much they learn from. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("layers", plan.layers().stream().map(PlannedLayer::name).toList());
    summary.put("directions", plan.bothWays() ? "both" : "forward");
    summary.put("parameters", plan.parameters());
    summary.put("texts", texts.training().ids().length);
    summary.put("tokens", texts.tokens());
    return summary;
  }

  /**
   * Trains the language model, or uses what another run learned from the same texts.
   *
   * @param stop called after every batch
   * @param checkpoints where to resume from and where to keep checkpoints
   */
  PretrainedLayers run(Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
    PretrainedCache cache =
        new PretrainedCache(
            spec.cache().orElseGet(PretrainedCache::ofUser),
            settings(),
            List.of(texts.training(), texts.validation()));
    boolean begun = checkpoints.filter(c -> c.lastEpoch() > 0).isPresent();
    Optional<PretrainedLayers> before = begun ? Optional.empty() : cache.find(plan.parameters());
    if (before.isPresent()) {
      progress.found(cache.folder());
      Optional<BestEpoch> best = Optional.empty();
      for (EpochScores epoch : before.get().epochs()) {
        best = Optional.of(with(best, epoch));
        progress.epochEnded(epoch, best.get().epoch() == epoch.epoch());
      }
      progress.trainingEnded();
      return before.get();
    }
    try (Running running = new Running(progress, stop, checkpoints)) {
      PretrainedLayers layers = running.train();
      if (layers.isComplete()) {
        cache.write(layers);
      }
      return layers;
    }
  }

  /** Everything that the parameters depend on except the texts. */
  private String settings() {
    return (spec.writesAnew() ? "writes anew " : "")
        + ("from frequencies, layers %s ids %s unknown %s predicted %s seed %s threads %s patience %s"
                + " training %s")
            .formatted(
                plan.layers().stream().map(PlannedLayer::spec).toList()
                    + " vectors "
                    + vectors.map(given -> Provenance.sha256(given.file())),
                plan.layers().get(0).inputs(),
                unknown(),
                plan.predicted(),
                config.seed(),
                settings.threads(),
                spec.patience(),
                settings);
  }

  /**
   * The logarithm of how often each predicted id occurs in the training part. The softmax starts
   * from it, so that the recurrent layers need not learn it: their states would grow towards -1 and
   * 1, where the training that follows hardly moves them.
   *
   * @return (predicted ids)
   */
  private float[] frequencies() {
    long[] counts = new long[plan.predicted()];
    for (int[] text : training.ids()) {
      for (int id : text) {
        counts[id < counts.length ? id : unknown()]++;
      }
    }
    if (training.ended()) {
      counts[Documents.BORDER] += training.ids().length;
    }
    double all = Arrays.stream(counts).sum() + (double) counts.length;
    float[] logarithms = new float[counts.length];
    for (int id = 0; id < counts.length; id++) {
      logarithms[id] = (float) Math.log((counts[id] + 1) / all);
    }
    return logarithms;
  }

  private int unknown() {
    return plan.network().input().match(tokens -> tokens.unknown(), numbers -> 0);
  }

  /** Without a validation part every epoch is the best so far. */
  private static BestEpoch with(Optional<BestEpoch> best, EpochScores epoch) {
    double loss = epoch.validation().getOrDefault("loss", Double.NaN);
    return best.map(before -> before.with(epoch.epoch(), loss, Better.LOWER, 0, Double.isNaN(loss)))
        .orElseGet(() -> BestEpoch.first(epoch.epoch(), loss));
  }

  private TwoWays batches(Documents of, long seed) {
    return new TwoWays(
        of, plan.bothWays(), plan.predicted(), unknown(), spec.batchSize(), spec.stepsRead(), seed);
  }

  private final class Running implements AutoCloseable {
    private final Progress progress;
    private final BooleanSupplier stop;
    private final Optional<Checkpoints> checkpoints;
    private final Network network;
    private final List<EpochScores> epochs = new ArrayList<>();
    private Optional<BestEpoch> best = Optional.empty();
    private Coefficients bestParameters; // of that epoch

    Running(Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
      this.progress = progress;
      this.stop = stop;
      this.checkpoints = checkpoints;
      int perEpoch = Segments.count(training, spec.batchSize(), spec.stepsRead());
      network = Network.untrained(plan.network(), settings, perEpoch, config.seed());
      vectors.ifPresent(given -> network.setVectors(given.vectors()));
      network.setOutputBiases(frequencies());
      bestParameters = network.parameters().copy();
    }

    PretrainedLayers train() {
      checkpoints.flatMap(Checkpoints::latest).ifPresent(this::restore);
      Ending ending = Ending.COMPLETED;
      Optional<String> cause = Optional.empty();
      try {
        while (ending == Ending.COMPLETED && epochs.size() < spec.epochs()) {
          if (spec.patience().filter(most -> waited() >= most).isPresent()) {
            ending = Ending.STOPPED_EARLY;
          } else if (!epoch(epochs.size() + 1)) {
            ending = Ending.INTERRUPTED;
          }
        }
      } catch (DivergedException e) {
        ending = Ending.DIVERGED;
        cause = Optional.of(e.getMessage());
      } finally {
        progress.trainingEnded();
      }
      return new PretrainedLayers(
          bestParameters.first(plan.parameters()),
          epochs,
          best.map(BestEpoch::epoch).orElse(0),
          ending,
          cause);
    }

    private int waited() {
      return best.map(BestEpoch::waited).orElse(0);
    }

    /** False if it was stopped in the middle of the epoch. */
    private boolean epoch(int epoch) {
      long start = System.nanoTime();
      long stream = new SplittableRandom(config.seed()).nextLong();
      SplittableRandom random = new SplittableRandom(stream - epoch); // the trainer's are above it
      network.setSeed(random.nextLong());
      int ways = plan.bothWays() ? 2 : 1;
      progress.epochStarted(epoch, (int) Math.min(Integer.MAX_VALUE, ways * training.learned()));
      Mean loss = new Mean();
      try (BatchesAhead batches = new BatchesAhead(batches(training, random.nextLong()))) {
        for (int batch = 1; batches.hasNext(); batch++) {
          DataSet next = batches.next();
          double ofBatch = network.fit(next);
          if (!network.isFinite()) {
            throw new DivergedException(
                ("pretraining: the loss or the weights became NaN or infinite at epoch %s, batch"
                        + " %s\n    try a lower %s.learning_rate")
                    .formatted(epoch, batch, spec.key()));
          }
          int labels = labels(next);
          loss.add(ofBatch, labels);
          progress.batchTrained(epoch, labels, ofBatch);
          if (stop.getAsBoolean()) {
            return false;
          }
        }
      }
      Map<String, Double> validation = validation();
      EpochScores scores =
          new EpochScores(
              epoch,
              loss.mean(),
              validation,
              network.learningRate(),
              (System.nanoTime() - start) / 1e9);
      BestEpoch soFar = with(best, scores);
      best = Optional.of(soFar);
      if (soFar.epoch() == epoch) {
        bestParameters = network.parameters().copy();
      }
      network.epochEnded(epoch, validation.getOrDefault("loss", loss.mean()));
      epochs.add(scores);
      progress.epochEnded(scores, soFar.epoch() == epoch);
      checkpoints.ifPresent(
          c -> c.write(new Checkpoint(epochs, network.state(), soFar, bestParameters)));
      return true;
    }

    /** The mean over all tokens, each piece read without the text before it. */
    private Map<String, Double> validation() {
      if (validation.ids().length == 0) {
        return Map.of();
      }
      Mean loss = new Mean();
      TwoWays batches = batches(validation, VALIDATION_SEED);
      while (batches.hasNext()) {
        DataSet next = batches.next();
        loss.add(network.loss(next), labels(next));
      }
      Map<String, Double> scores = new LinkedHashMap<>();
      scores.put("loss", loss.mean());
      scores.put("perplexity", Math.exp(loss.mean()));
      return scores;
    }

    private void restore(Checkpoint checkpoint) {
      network.setParameters(checkpoint.bestParameters()); // checks whether they are of this network
      network.resume(checkpoint.network());
      epochs.addAll(checkpoint.epochs());
      best = Optional.of(checkpoint.best());
      bestParameters = checkpoint.bestParameters();
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static int labels(DataSet batch) {
    int labels = 0;
    for (float label : batch.getLabels().ravel().toFloatVector()) {
      labels += label >= 0 ? 1 : 0;
    }
    return labels;
  }

  private static final class Mean {
    private double sum;
    private double weights;

    void add(double value, double weight) {
      sum += value * weight;
      weights += weight;
    }

    double mean() {
      return sum / weights;
    }
  }
}
