package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `training` section. */
@Doc("How the network is trained.")
public record TrainingSpec(
    @Doc("How often the training part is seen, at most.") @Default("20") @Range(min = 1) int epochs,
    @Doc("Examples per batch; with `batch_tokens` at most.")
        @Default("32")
        @Range(min = 1, max = 1_000_000)
        int batchSize,
    @Doc(
            "The most tokens, or steps, of a batch, padding counted. Batches hold examples of like"
                + " length: more of the short ones, fewer of the long ones. Left out: only"
                + " `batch_size` bounds a batch.")
        @Range(min = 1)
        @Example("12000")
        Optional<Integer> batchTokens,
    @Doc(
            "Batches whose gradients are added up for one step, which is that of one batch of all"
                + " their examples, at the memory of one of them.")
        @Default("1")
        @Range(min = 1, max = 100_000)
        int accumulate,
    @Doc("How gradients become steps.") @Default("{adam: {}}") OptimizerSpec optimizer,
    @Doc("How the learning rate moves.") @Default("{constant: {}}") ScheduleSpec schedule,
    @Doc("Makes large gradients smaller. Left out: they stay as they are.")
        @Example("{global_norm: 1.0}")
        Optional<GradientClipping> gradientClipping,
    @Doc(
            "Ends the training when the validation part gets no better. Left out: all epochs are"
                + " trained.")
        Optional<EarlyStopping> earlyStopping,
    @Doc(
            "What training makes small. Left out: it follows from the target; cross-entropy for"
                + " classes, mse for forecasts.")
        Optional<LossSpec> loss,
    @Doc(
            "For language models: into what pieces a text is cut, as gradients do not reach back to"
                + " its begin. Left out: 100 steps.")
        Optional<TruncatedBackpropagation> truncatedBackpropagation,
    @Doc(
            "Examples of more steps are read in chunks of so many, the state of recurrent layers"
                + " going on from one to the next, so that memory holds one of them; in training"
                + " each twice. Predictions and gradients are those of the whole example. Left"
                + " out: examples are read whole.")
        @Range(min = 1, max = 100_000)
        @Example("400")
        Optional<Integer> chunkSteps,
    @Doc("For decoders: what stands before the token that is learned. Left out: the right tokens.")
        Optional<TeacherForcing> teacherForcing,
    @Doc(
            "Averages the weights while they are trained (Polyak and Juditsky 1992): the average"
                + " is validated, chosen by early stopping and kept; the loss of training is that"
                + " of the weights themselves. Left out: no average.")
        @Example("{ema: {decay: 0.999}}")
        Optional<AveragingSpec> averaging,
    @Doc(
            "What the first layers learn from texts alone before they are trained for the target."
                + " Left out: they start from random weights.")
        @Example("{language_model: {epochs: 3}}")
        Optional<PretrainSpec> pretrain,
    @Doc(
            "Trains the layers near the input less than those near the output. Left out: all"
                + " alike.")
        @Example("{layer_factor: 2.6}")
        Optional<FineTuning> fineTuning,
    @Doc(
            "Trains the model that is kept anew, on more rows than chose its epochs. Left out: the"
                + " model that was scored is kept.")
        Optional<FinalFit> finalFit,
    @Doc(
            "Trains several networks that differ by their seed only, one after the other, and"
                + " averages what they give. Left out: one network.")
        @Example("{seeds: 3}")
        Optional<Ensemble> ensemble,
    @Doc("Epochs between two checkpoints from which a run can be resumed.")
        @Default("1")
        @Range(min = 1)
        int checkpointEvery,
    @Doc(
            "Threads that train and score a run. Another number gives the same results but for the"
                + " last bits. Left out: the processors of the machine that starts the run;"
                + " `resolved.yaml` keeps the number, so that a resume takes as many.")
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

  @Doc("Exactly one of `value`, `layer_norm` and `global_norm`.")
  @ExactlyOneOf({"value", "layer_norm", "global_norm"})
  public record GradientClipping(
      @Doc("Each single gradient is kept between -value and value.") @Range(min = 0, above = true)
          Optional<Double> value,
      @Doc("The gradients of each layer are scaled down to this L2 norm.")
          @Range(min = 0, above = true)
          Optional<Double> layerNorm,
      @Doc("All gradients together are scaled down to this L2 norm (Pascanu et al. 2013).")
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

  @Doc("Ends the training when the validation part gets no better; the best epoch is kept.")
  public record EarlyStopping(
      @Doc("What is watched on the validation part: `loss`, or a metric such as accuracy or mae.")
          @Default("loss")
          @Example("accuracy")
          String monitor,
      @Doc("Epochs without improvement that are waited for.") @Default("5") @Range(min = 1)
          int patience,
      @Doc("Smaller changes are no improvement.") @Default("0") @Range(min = 0) double minDelta) {}

  @Doc(
      "Several networks of the same config and data: a training takes as many times as long, the"
          + " model as many times as much memory and time to answer.")
  public record Ensemble(
      @Doc("How many; their seeds are that of the config, the next one, and so on.")
          @Example("3")
          @Range(min = 2, max = 100)
          int seeds) {}

  @Doc(
      "Keeps what the layers near the input know (Howard and Ruder 2018). Layers without parameters"
          + " do not count.")
  public record FineTuning(
      @Doc(
              "The learning rate of each layer is that of the layer behind it divided by this; the"
                  + " output layer has the whole (discriminative fine-tuning).")
          @Default("1")
          @Range(min = 1)
          double layerFactor,
      @Doc(
              "At first the output layer is trained alone; after each so many epochs one layer more,"
                  + " from the output to the input (gradual unfreezing). Left out: all from the"
                  + " start.")
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
      "After the validation part chose the number of epochs and the test part was scored, the model"
          + " is trained anew for as many epochs, from the same seed. The scores are those of the"
          + " model before.")
  public record FinalFit(
      @Doc(
              "The rows to train on. `all`: those of all parts; nothing is left to score the model"
                  + " on.")
          @Default("all")
          On on) {
    /** The rows that a final fit may use. */
    public enum On {
      ALL
    }
  }

  @Doc(
      "Texts are trained on in segments: the state of the recurrent layers carries over from one"
          + " segment to the next, gradients do not.")
  public record TruncatedBackpropagation(
      @Doc("Tokens of a segment.") @Example("100") @Range(min = 1, max = 100_000) int steps) {}

  @Doc(
      "In training a decoder reads the right tokens before each (teacher forcing), or, at random,"
          + " what it says itself at that time (scheduled sampling, Bengio et al. 2015), which"
          + " takes about twice as long. The decoder of a forecast reads values in place of tokens.")
  public record TeacherForcing(
      @Doc("The share of tokens before which the right token is read, or of values.")
          @Default("1")
          @Range(min = 0, max = 1)
          double ratio,
      @Doc("How the ratio falls.") @Default("{constant: {}}") TeacherForcingScheduleSpec schedule) {
    public TeacherForcing {
      if (schedule instanceof TeacherForcingScheduleSpec.Linear linear && linear.to() >= ratio) {
        throw new InvalidSpecException(
            "schedule.linear.to", "is not below the ratio", "choose less, or raise ratio");
      }
      if (ratio == 0 && !(schedule instanceof TeacherForcingScheduleSpec.Constant)) {
        throw new InvalidSpecException(
            "schedule", "a ratio of 0 cannot fall", "remove it, or raise ratio");
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
