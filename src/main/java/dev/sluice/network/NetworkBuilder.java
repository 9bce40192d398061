package dev.sluice.network;

import dev.sluice.plugin.Kinds;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Makes DL4J networks from plans; layer i of the plan is layer i of the network. */
final class NetworkBuilder {
  private final NetworkPlan plan;

  NetworkBuilder(NetworkPlan plan) {
    NativeEngine.start();
    this.plan = plan;
  }

  /** {@link Network#untrained}. */
  Network trainable(TrainingSpec training, int batchesPerEpoch, long seed) {
    return trainable(training, batchesPerEpoch, seed, DataType.FLOAT);
  }

  /**
   * As {@link #trainable(TrainingSpec, int, long)}, in double precision for gradient checks, with
   * penalties in its score.
   */
  Network trainable(TrainingSpec training, int batchesPerEpoch, long seed, DataType dataType) {
    IUpdater updater = Optimizers.of(training.optimizer(), threads(training));
    Optional<LearningRate> learningRate =
        Optimizers.learningRate(updater, training, batchesPerEpoch);
    learningRate.ifPresent(rate -> Optimizers.schedule(updater, rate, training.schedule()));

    MultiLayerConfiguration configuration =
        configuration(
            updater,
            seed,
            dataType,
            Optional.of(threads(training)),
            new TeacherForcing(training.teacherForcing(), batchesPerEpoch));
    MultiLayerNetwork network =
        dataType == DataType.FLOAT
            ? new LossOfData(
                configuration,
                plan.chunks().map(chunks -> new ChunkedPass(chunks, ChunkRules.joiner(plan))))
            : new ShowingItsInput(configuration);
    network.init();
    KernelReversible.link(network);
    drawWeights(network, new Random(new SplittableRandom(seed).nextLong()));
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      if (layer instanceof AdversarialPass.Adversary adversary && adversary.isAdversarial()) {
        network.addListeners(new AdversarialPass(adversary)); // before gradients are clipped
      }
    }
    Optional<GradientSum> accumulated =
        training.accumulate() > 1 ? Optional.of(new GradientSum()) : Optional.empty();
    accumulated.ifPresent(network::addListeners);
    training
        .gradientClipping()
        .ifPresent(clipping -> network.addListeners(new GradientClipper(clipping)));
    training
        .fineTuning()
        .ifPresentOrElse(
            rates -> LayerRates.install(network, rates, batchesPerEpoch),
            () -> FusedUpdater.install(network, threads(training)));
    Optional<WeightAverage> average =
        training.averaging().map(spec -> new WeightAverage(spec, network.params()));
    return new Network(plan, network, learningRate, average, accumulated, threads(training));
  }

  /** {@link Network#trained}. */
  MultiLayerNetwork trained(INDArray parameters) {
    MultiLayerNetwork network =
        new ShowingItsInput(
            configuration(new NoOp(), 0, DataType.FLOAT, Optional.of(1), TeacherForcing.NONE));
    network.init(parameters, true);
    KernelReversible.link(network);
    return network;
  }

  /**
   * For {@link BehindEmbedding}: training passes without dropout that normalize as predictions do,
   * and an output layer without its activation.
   */
  MultiLayerNetwork undropping(INDArray parameters) {
    MultiLayerConfiguration configuration =
        configuration(new NoOp(), 0, DataType.FLOAT, Optional.of(1), TeacherForcing.NONE);
    configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    configuration.getConfs().forEach(one -> one.setLayer(Undropping.of(one.getLayer())));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(parameters, false);
    KernelReversible.link(network);
    return network;
  }

  /** Made of DL4J's classes only, except for dropout and losses. */
  MultiLayerConfiguration stock(IUpdater updater) {
    return configuration(updater, 0, DataType.FLOAT, Optional.empty(), TeacherForcing.NONE);
  }

  /** {@link Network#engines}. */
  List<String> engines() {
    PlannedOutput output = plan.output();
    boolean covered =
        OutputHead.of(Activations.of(output.activation()), Losses.of(output.loss())).isPresent();
    return Stream.concat(
            plan.layers().stream().map(NetworkBuilder::engine),
            Stream.of(
                covered
                    ? "kernel"
                    : uncovered(
                        "%s with %s"
                            .formatted(
                                output.activation().name().toLowerCase(Locale.ROOT),
                                Kinds.installed().nameOf(output.loss())))))
        .toList();
  }

  private static String engine(PlannedLayer<?> planned) {
    Layer layer = translate(planned);
    if (layer instanceof KernelBidirectional
        || layer instanceof KernelLayer
        || layer instanceof KernelCharacters
        || layer instanceof KernelReversible
        || layer instanceof EmbeddingSequenceLayer
        || layer instanceof DenseLayer dense && KernelDense.covers(dense)
        || KernelRecurrent.cell(layer).isPresent()) {
      return "kernel";
    }
    if (layer instanceof BaseRecurrentLayer recurrent) {
      return uncovered(KernelRecurrent.uncovered(recurrent));
    }
    return layer instanceof DenseLayer dense
        ? uncovered(Activations.name(dense.getActivationFn()))
        : "Deeplearning4j";
  }

  private static String uncovered(String what) {
    return "Deeplearning4j: the kernel does not compute " + what;
  }

  private static int threads(TrainingSpec training) {
    return training.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /**
   * @param kernel the threads of the layers that run on our kernel; empty if none shall
   */
  private MultiLayerConfiguration configuration(
      IUpdater updater,
      long seed,
      DataType dataType,
      Optional<Integer> kernel,
      TeacherForcing forcing) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(seed).dataType(dataType).updater(updater).list();
    InputType type = InputType.recurrent(plan.layers().get(0).inputs());
    int index = 0;
    boolean lastTaken = false; // by a layer before this
    for (PlannedLayer<?> planned : plan.layers()) {
      Layer layer = translate(planned);
      boolean lastStep = plan.lastStepOnly(index);
      if (layer instanceof KernelBidirectional both) {
        layer = both.with(lastStep, kernel.orElse(1), updater);
      } else if (layer instanceof KernelTwoReaders readers) {
        layer = readers.with(kernel.orElse(1), updater);
      } else if (kernel.isPresent() && KernelRecurrent.cell(layer).isPresent()) {
        layer =
            new KernelRecurrent(layer, lastStep, kernel.get(), RecurrentDropout.of(planned.spec()));
      } else if (kernel.isPresent() && layer instanceof EmbeddingSequenceLayer embedding) {
        layer = embedding(embedding, planned, kernel.get());
      } else if (layer instanceof KernelCharacters characters) {
        characters.setThreads(kernel.orElse(1));
      } else if (kernel.isPresent()
          && layer instanceof DenseLayer dense
          && KernelDense.covers(dense)) {
        layer = new KernelDense(dense);
      } else if (lastStep) {
        layer = new LastTimeStep(layer);
      }
      if (kernel.isPresent()
          && plan.chunkSteps().isPresent()
          && planned.spec() instanceof LayerSpec.Pooling pooling
          && index == ChunkRules.joiner(plan)) {
        layer = PoolingFactory.ofChunks(pooling, planned.inputs());
      }
      if (planned.spec().residual()) {
        layer = new KernelResidual(layer, planned.outputs());
      }
      layer.setLayerName(planned.name());
      InputPreProcessor preProcessor =
          index == 0 && plan.input().columns() > 0 && planned.input() instanceof LayerShape.Ids
              ? new IdsAlone(plan.input().columns())
              : plan.joining(index) > 0
                  ? new WindowBeside(planned.inputs() - plan.joining(index), plan.joining(index))
                  : preProcessor(planned, layer, type, lastTaken);
      lastTaken |= lastStep;
      if (kernel.isPresent() && preProcessor instanceof FeedForwardToRnnPreProcessor together) {
        preProcessor = new StepsTogether(together.getRnnDataFormat());
      }
      if (preProcessor != null) {
        layers.inputPreProcessor(index, preProcessor);
        type = preProcessor.getOutputType(type);
      }
      // DL4J still takes the output of a pooling for a sequence of one step.
      type =
          planned.output() instanceof LayerShape.Vector vector
              ? InputType.feedForward(vector.features())
              : layer.getOutputType(index, type);
      layers.layer(index++, layer);
    }
    Layer output = outputLayer(kernel, forcing);
    InputPreProcessor beforeOutput =
        plan.output().window() > 0
            ? new WindowBeside(plan.output().inputs(), plan.output().window())
            : output.getPreProcessorForInputType(type);
    if (beforeOutput != null) {
      layers.inputPreProcessor(index, beforeOutput);
    }
    return layers.layer(index, output).build();
  }

  private KernelEmbedding embedding(
      EmbeddingSequenceLayer layer, PlannedLayer<?> planned, int threads) {
    Optional<LayerSpec.Embedding> spec =
        planned.spec() instanceof LayerSpec.Embedding ours ? Optional.of(ours) : Optional.empty();
    return new KernelEmbedding(
        layer,
        planned.beside(),
        threads,
        spec.map(LayerSpec.Embedding::dropout).orElse(0.0),
        spec.map(LayerSpec.Embedding::wordDropout).orElse(0.0),
        spec.map(LayerSpec.Embedding::adversarialNoise).orElse(0.0),
        plan.input().match(InputShape.Tokens::unknown, numbers -> 0),
        spec.filter(LayerSpec.Embedding::fixed).isPresent());
  }

  private static <S extends LayerSpec> Layer translate(PlannedLayer<S> planned) {
    return planned
        .factory()
        .translation()
        .layer(planned.spec(), planned.inputs(), planned.outputs() - planned.beside());
  }

  /**
   * DL4J flattens the steps of a sequence, (batch * steps, features), for layers that act on each;
   * it often does not undo this for a layer that needs sequences.
   */
  private static InputPreProcessor preProcessor(
      PlannedLayer<?> planned, Layer layer, InputType type, boolean lastTaken) {
    boolean together =
        layer instanceof DropoutLayer dropout && dropout.getIDropout() instanceof ChannelDropout
            ? planned.input() instanceof LayerShape.Sequence
            : planned.factory().takes() == LayerFactory.Takes.SEQUENCE;
    if (together && type instanceof InputType.InputTypeFeedForward && !lastTaken) {
      return new FeedForwardToRnnPreProcessor();
    }
    return layer.getPreProcessorForInputType(type);
  }

  /**
   * @param kernel its threads; empty if it shall not be used
   */
  private Layer outputLayer(Optional<Integer> kernel, TeacherForcing forcing) {
    ILossFunction loss = Losses.of(plan.output().loss());
    if (plan.output().decoder().isPresent()) {
      return withOutput(
              new KernelDecoder.Builder(
                  loss, plan.output().decoder().get(), forcing, kernel.orElse(1)))
          .build();
    }
    if (plan.target().ofSteps()) {
      return kernel.isPresent()
          ? withOutput(new KernelStepOutput.Builder(loss, kernel.get(), plan.output().chain()))
              .build()
          : withOutput(new RnnOutputLayer.Builder(loss)).build();
    }
    if (plan.output().horizon().orElse(null) instanceof ForecastDecoder decoder) {
      return withOutput(new KernelForecaster.Builder(loss, decoder, forcing, kernel.orElse(1)))
          .build();
    }
    if (plan.output().horizon().isPresent()) {
      return withOutput(
              new KernelHorizon.Builder(
                  loss, plan.output().horizon().get(), plan.output().window(), kernel.orElse(1)))
          .build();
    }
    OutputLayer.Builder layer = withOutput(new OutputLayer.Builder(loss));
    return kernel.isPresent() ? new KernelOutput(layer) : layer.build();
  }

  private <B extends BaseOutputLayer.Builder<B>> B withOutput(B layer) {
    PlannedOutput output = plan.output();
    LayerSpec.Output spec = output.spec();
    layer
        .name(output.name())
        .nIn(output.inputs() + output.window())
        .nOut(output.units())
        .activation(activation())
        .weightInit(InitialWeights.DRAWN_LATER)
        .dropOut(Dropouts.of(spec.dropout()));
    layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
    return layer;
  }

  /** That of the output; it begins with what the first layer did, undone. */
  private IActivation activation() {
    IActivation written = Activations.of(plan.output().activation());
    return plan.input().reversible().isEmpty()
        ? written
        : plan.target()
            .values()
            .<IActivation>map(
                values ->
                    new Reversal(values.columns(), values.numbers(), values.numbersInItsUnits()))
            .orElse(written);
  }

  private void drawWeights(MultiLayerNetwork network, RandomGenerator random) {
    for (int i = 0; i < plan.layers().size(); i++) {
      drawWeights(plan.layers().get(i), network.getLayer(i), random);
    }
    Map<String, INDArray> ofOutput = network.getLayer(plan.layers().size()).paramTable();
    if (plan.output().decoder().isPresent()) {
      new DecoderParameters(plan.output().decoder().get()).draw(ofOutput, random);
      return;
    }
    if (plan.output().horizon().orElse(null) instanceof ForecastDecoder decoder) {
      KernelForecaster.draw(decoder, ofOutput, random);
      return;
    }
    if (plan.output().horizon().isPresent()) {
      KernelHorizon.draw(plan.output().spec().weightInit(), ofOutput, random);
      return;
    }
    // Those of the window begin at 0, so that a new network is the same as without them.
    INDArray drawn =
        ofOutput.get("W").get(NDArrayIndex.interval(0, plan.output().inputs()), NDArrayIndex.all());
    InitialWeights.draw(plan.output().spec().weightInit(), drawn, random);
  }

  private static <S extends LayerSpec> void drawWeights(
      PlannedLayer<S> planned, org.deeplearning4j.nn.api.Layer layer, RandomGenerator random) {
    planned.factory().translation().drawWeights(planned.spec(), layer.paramTable(), random);
  }
}
