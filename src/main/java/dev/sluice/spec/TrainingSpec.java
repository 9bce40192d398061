package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `training` section. */
@Doc("How to train the network.")
public record TrainingSpec(
    @Doc("The maximum number of epochs, that is, of passes over the training part.")
        @Default("20")
        @Range(min = 1)
        int epochs,
    @Doc("The number of examples in a batch; the maximum number if `batch_tokens` is set.")
        @Default("32")
        @Range(min = 1, max = 1_000_000)
        int batchSize,
    @Doc(
            "The maximum number of tokens, or steps, in a batch, including padding. Batches then"
                + " hold examples of similar length: more of the short ones, fewer of the long ones. If"
                + " omitted, only `batch_size` limits a batch.")
        @Range(min = 1)
        @Example("12000")
        Optional<Integer> batchTokens,
    @Doc(
            "Gradient accumulation: the number of batches whose gradients are added up for one"
                + " training step. The step equals that of one large batch with all their examples, but"
                + " needs only the memory of a single batch.")
        @Default("1")
        @Range(min = 1, max = 100_000)
        int accumulate,
    @Doc("The optimizer.") @Default("{adam: {}}") OptimizerSpec optimizer,
    @Doc("The schedule of the learning rate.") @Default("{constant: {}}") ScheduleSpec schedule,
    @Doc("Limits large gradients. If omitted, gradients are not clipped.")
        @Example("{global_norm: 1.0}")
        Optional<GradientClipping> gradientClipping,
    @Doc(
            "Stops training when the score on the validation part no longer improves. If omitted,"
                + " all epochs are trained.")
        Optional<EarlyStopping> earlyStopping,
    @Doc(
            "The loss that training minimizes. If omitted, it follows from the target:"
                + " cross-entropy for classes, mse for forecasts.")
        Optional<LossSpec> loss,
    @Doc(
            "For language models: the segments into which a text is cut. Gradients do not reach"
                + " back further than one segment. If omitted, segments of 100 steps.")
        Optional<TruncatedBackpropagation> truncatedBackpropagation,
    @Doc(
            "Reads longer examples in chunks of this many steps, so that only one chunk at a time"
                + " is in memory. The state of recurrent layers carries over from chunk to chunk, and"
                + " predictions and gradients are those of the whole example. In training, each chunk"
                + " is read twice. If omitted, examples are read as a whole.")
        @Range(min = 1, max = 100_000)
        @Example("400")
        Optional<Integer> chunkSteps,
    @Doc(
            "For decoders: which previous token a decoder reads in training. If omitted, always"
                + " the correct one.")
        Optional<TeacherForcing> teacherForcing,
    @Doc(
            "Averages the weights during training (Polyak and Juditsky 1992). The average is"
                + " validated, used for early stopping and kept as the model. The training loss is that"
                + " of the weights themselves. If omitted, no average.")
        @Example("{ema: {decay: 0.999}}")
        Optional<AveragingSpec> averaging,
    @Doc(
            "Pretrains the first layers on texts, without the target, before the training for the"
                + " target. If omitted, they start from random weights.")
        @Example("{language_model: {epochs: 3}}")
        Optional<PretrainSpec> pretrain,
    @Doc(
            "Trains the layers near the input less than those near the output. If omitted, all"
                + " layers are trained equally.")
        @Example("{layer_factor: 2.6}")
        Optional<FineTuning> fineTuning,
    @Doc(
            "Trains the final model again on more rows, for the number of epochs that was chosen"
                + " on the validation part. If omitted, the model that was scored is the final model.")
        Optional<FinalFit> finalFit,
    @Doc(
            "Trains several networks, one after the other, that differ only in their seed, and"
                + " averages their predictions. If omitted, one network.")
        @Example("{seeds: 3}")
        Optional<Ensemble> ensemble,
    @Doc(
            "The number of epochs from one checkpoint to the next. A run can be resumed from its"
                + " last checkpoint.")
        @Default("1")
        @Range(min = 1)
        int checkpointEvery,
    @Doc(
            "The number of threads for training and scoring. With another number, the results are"
                + " the same except for the last bits. If omitted, the number of processors of the"
                + " machine that starts the run. `resolved.yaml` stores the number, so that a resumed"
                + " run uses the same.")
        @Range(min = 1, max = TrainingSpec.MOST_THREADS)
        @Example("2")
        Optional<Integer> threads) {

  private static final int SEGMENT_STEPS = 100;

  /** The most threads that a config may ask for. */
  public static final int MOST_THREADS = 1024;

  /** Without averaging, a pretraining, fine-tuning and a final fit. */
  public TrainingSpec(
      int epochs,
      int batchSize,
      OptimizerSpec optimizer,
      ScheduleSpec schedule,
      Optional<GradientClipping> gradientClipping,
      Optional<EarlyStopping> earlyStopping,
      Optional<LossSpec> loss,
      Optional<TruncatedBackpropagation> truncatedBackpropagation,
      Optional<TeacherForcing> teacherForcing,
      int checkpointEvery,
      Optional<Integer> threads) {
    this(
        epochs,
        batchSize,
        Optional.empty(),
        1,
        optimizer,
        schedule,
        gradientClipping,
        earlyStopping,
        loss,
        truncatedBackpropagation,
        Optional.empty(),
        teacherForcing,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        checkpointEvery,
        threads);
  }

  public TrainingSpec {
    if (optimizer instanceof OptimizerSpec.Adadelta
        && !(schedule instanceof ScheduleSpec.Constant)) {
      throw new InvalidSpecException(
          "schedule",
          "adadelta has no learning rate that a schedule could move",
          "remove it, or choose another optimizer");
    }
    if (finalFit.isPresent() && schedule.watchesValidation()) {
      throw new InvalidSpecException(
          "final_fit",
          "plateau watches the validation part, and a final fit trains on it",
          "choose another schedule, or remove final_fit");
    }
  }

  /**
   * The number of training steps in an epoch.
   *
   * @param batches of an epoch
   */
  public int steps(int batches) {
    return (int) (((long) batches + accumulate - 1) / accumulate);
  }

  /**
   * The most steps of a batch, including padding.
   *
   * @param each of its examples
   */
  public long stepsOfBatch(int each) {
    long all = (long) batchSize * each;
    return batchTokens.map(most -> Math.min(all, Math.max(most, each))).orElse(all);
  }

  /** The most tokens of a text between two training steps of a language model. */
  public int segmentSteps() {
    return truncatedBackpropagation.map(TruncatedBackpropagation::steps).orElse(SEGMENT_STEPS);
  }

  /**
   * The training section for the language model that is trained first: gradient clipping and
   * threads are the same as in the training itself.
   */
  public TrainingSpec ofPretraining(PretrainSpec model) {
    return new TrainingSpec(
        model.epochs(),
        model.batchSize(),
        OptimizerSpec.Adam.of(model.learningRate()),
        model.schedule(),
        gradientClipping,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new TruncatedBackpropagation(model.stepsRead())),
        Optional.empty(),
        1,
        threads);
  }

  /** The files that a training reads beside the data. */
  public List<Path> files() {
    return pretrain.map(PretrainSpec::files).orElse(List.of());
  }

  /** How many networks are trained. */
  public int networks() {
    return ensemble.map(Ensemble::seeds).orElse(1);
  }

  /** The same with this many threads. */
  public TrainingSpec withThreads(int count) {
    return with(epochs, batchTokens, chunkSteps, finalFit, ensemble, Optional.of(count));
  }

  /** The same with this many networks. */
  public TrainingSpec withNetworks(int count) {
    return with(
        epochs,
        batchTokens,
        chunkSteps,
        finalFit,
        count == 1 ? Optional.empty() : Optional.of(new Ensemble(count)),
        threads);
  }

  /** The same without a final fit: the model that was scored is kept. */
  public TrainingSpec withoutFinalFit() {
    return with(epochs, batchTokens, chunkSteps, Optional.empty(), ensemble, threads);
  }

  /** The same for this many epochs. */
  public TrainingSpec withEpochs(int count) {
    return with(count, batchTokens, chunkSteps, finalFit, ensemble, threads);
  }

  /** The same with batches of at most this many tokens. */
  public TrainingSpec withBatchTokens(int most) {
    return with(epochs, Optional.of(most), chunkSteps, finalFit, ensemble, threads);
  }

  /** The same with examples that are read in chunks of this many steps. */
  public TrainingSpec withChunkSteps(int most) {
    return with(epochs, batchTokens, Optional.of(most), finalFit, ensemble, threads);
  }

  private TrainingSpec with(
      int otherEpochs,
      Optional<Integer> otherBatchTokens,
      Optional<Integer> otherChunkSteps,
      Optional<FinalFit> otherFinalFit,
      Optional<Ensemble> otherEnsemble,
      Optional<Integer> otherThreads) {
    return new TrainingSpec(
        otherEpochs,
        batchSize,
        otherBatchTokens,
        accumulate,
        optimizer,
        schedule,
        gradientClipping,
        earlyStopping,
        loss,
        truncatedBackpropagation,
        otherChunkSteps,
        teacherForcing,
        averaging,
        pretrain,
        fineTuning,
        otherFinalFit,
        otherEnsemble,
        checkpointEvery,
        otherThreads);
  }

  @Doc(
      "How to limit the size of gradients. Set exactly one of `value`, `layer_norm` and"
          + " `global_norm`.")
  @ExactlyOneOf({"value", "layer_norm", "global_norm"})
  public record GradientClipping(
      @Doc("Clips each single gradient to the range from -value to value.")
          @Range(min = 0, above = true)
          Optional<Double> value,
      @Doc("Scales down the gradients of each layer if their L2 norm is larger than this.")
          @Range(min = 0, above = true)
          Optional<Double> layerNorm,
      @Doc(
              "Scales down all gradients together if their L2 norm is larger than this (Pascanu et"
                  + " al. 2013).")
          @Range(min = 0, above = true)
          Optional<Double> globalNorm) {
    public GradientClipping {
      List<String> given =
          Stream.of(
                  value.map(x -> "value"),
                  layerNorm.map(x -> "layer_norm"),
                  globalNorm.map(x -> "global_norm"))
              .flatMap(Optional::stream)
              .toList();
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      if (given.isEmpty()) {
        faults.add(
            new InvalidSpecException.Fault(
                "",
                "needs one of value, layer_norm, global_norm",
                "for example {global_norm: 1.0}"));
      }
      if (given.size() > 1) {
        faults.add(
            new InvalidSpecException.Fault(
                given.get(1),
                String.join(" and ", given) + " exclude each other",
                "keep one of them"));
      }
      if (!faults.isEmpty()) {
        throw new InvalidSpecException(faults);
      }
    }
  }

  @Doc(
      "Stops training when the score on the validation part no longer improves. The best"
          + " epoch is kept.")
  public record EarlyStopping(
      @Doc(
              "The score to monitor on the validation part: `loss`, or a metric such as accuracy or"
                  + " mae.")
          @Default("loss")
          @Example("accuracy")
          String monitor,
      @Doc("The number of epochs without improvement before training stops.")
          @Default("5")
          @Range(min = 1)
          int patience,
      @Doc("A change is an improvement only if it is larger than this.")
          @Default("0")
          @Range(min = 0)
          double minDelta) {}

  @Doc(
      "Several networks with the same config and data. With n networks, training takes n"
          + " times as long, and the model needs n times the memory and takes n times as long to"
          + " predict.")
  public record Ensemble(
      @Doc(
              "The number of networks. Their seeds are the seed of the config, the next number, and"
                  + " so on.")
          @Example("3")
          @Range(min = 2, max = 100)
          int seeds) {}

  @Doc(
      "Protects what the layers near the input have learned (Howard and Ruder 2018). Layers"
          + " without parameters do not count.")
  public record FineTuning(
      @Doc(
              "Discriminative fine-tuning: the learning rate of each layer is that of the layer"
                  + " after it, divided by this factor. The output layer has the full learning rate.")
          @Default("1")
          @Range(min = 1)
          double layerFactor,
      @Doc(
              "Gradual unfreezing: at first, only the output layer is trained. Each time this many"
                  + " epochs have passed, the next layer towards the input is trained, too. If omitted,"
                  + " all layers are trained from the start.")
          @Range(min = 1)
          @Example("1")
          Optional<Integer> unfreezeEvery) {
    public FineTuning {
      if (layerFactor == 1 && unfreezeEvery.isEmpty()) {
        throw new InvalidSpecException(
            "", "has no effect", "write layer_factor: 2.6 or unfreeze_every: 1, or remove it");
      }
    }

    /**
     * The factor for the learning rate of a layer.
     *
     * @param behind the number of layers with parameters between it and the output, not counting
     *     itself; 0 for the output layer
     * @param ended epochs before this one
     */
    public double rate(int behind, int ended) {
      boolean frozen = unfreezeEvery.filter(every -> ended / every < behind).isPresent();
      return frozen ? 0 : Math.pow(layerFactor, -behind);
    }
  }

  @Doc(
      "After the validation part has chosen the number of epochs and the test part has been"
          + " scored, trains the model again from the same seed, for as many epochs. The scores"
          + " are still those of the first model.")
  public record FinalFit(
      @Doc(
              "The rows to train on. `all`: the rows of all parts. Nothing is then left to score"
                  + " the final model on.")
          @Default("all")
          On on) {
    /** The rows that a final fit may use. */
    public enum On {
      ALL
    }
  }

  @Doc(
      "Truncated backpropagation through time: training reads texts in segments. The state"
          + " of the recurrent layers carries over from one segment to the next; gradients do"
          + " not.")
  public record TruncatedBackpropagation(
      @Doc("The number of tokens in a segment.") @Example("100") @Range(min = 1, max = 100_000)
          int steps) {}

  @Doc(
      "Which previous token a decoder reads in training: the correct one (teacher forcing)"
          + " or, at random, the one that it predicts itself at that time (scheduled sampling,"
          + " Bengio et al. 2015), which takes about twice as long. The decoder of a forecast"
          + " reads values instead of tokens.")
  public record TeacherForcing(
      @Doc(
              "The fraction of tokens, or values, for which the decoder reads the correct previous"
                  + " one.")
          @Default("1")
          @Range(min = 0, max = 1)
          double ratio,
      @Doc("How the ratio falls over the epochs.") @Default("{constant: {}}")
          TeacherForcingScheduleSpec schedule) {
    public TeacherForcing {
      if (schedule instanceof TeacherForcingScheduleSpec.Linear linear && linear.to() >= ratio) {
        throw new InvalidSpecException(
            "schedule.linear.to",
            "must be less than ratio",
            "choose a smaller one, or raise ratio");
      }
      if (ratio == 0 && !(schedule instanceof TeacherForcingScheduleSpec.Constant)) {
        throw new InvalidSpecException(
            "schedule", "a ratio of 0 cannot decrease", "remove it, or raise ratio");
      }
    }

    /**
     * The share of true tokens in an epoch.
     *
     * @param ended epochs before it
     */
    public double ratio(int ended) {
      return schedule.ratio(ratio, ended);
    }
  }
}
