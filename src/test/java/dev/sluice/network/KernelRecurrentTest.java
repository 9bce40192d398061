package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** In a network of DL4J, a layer on our kernel does what the stock layer does. */
class KernelRecurrentTest {
  private static final int INPUTS = 3;
  private static final int UNITS = 5;
  private static final int OUTPUTS = 2;
  private static final double RATE = 0.1;

  /** Of differences: rounding and curvature cost about the same. */
  private static final double STEP = 1e-2;

  @TempDir Path folder;

  /** Every cell of the kernel, as a layer of DL4J. */
  enum Kind {
    LSTM,
    GRAVES_LSTM,
    SIMPLE_RNN,
    GRU,
    GRU_OF_THE_PAPER,
    PEEPHOLES_AT_THE_STATE_BEFORE,
    PEEPHOLES_ALSO_AT_THE_CANDIDATE;

    @SuppressWarnings("deprecation") // GravesLSTM: DL4J has no other layer with peepholes
    BaseRecurrentLayer.Builder<?> builder() {
      return switch (this) {
        case LSTM -> new LSTM.Builder();
        case GRAVES_LSTM -> new GravesLSTM.Builder();
        case SIMPLE_RNN -> new SimpleRnn.Builder();
        case GRU -> own(KernelCell.Kind.GRU_RESET_AFTER);
        case GRU_OF_THE_PAPER -> own(KernelCell.Kind.GRU_RESET_BEFORE);
        case PEEPHOLES_AT_THE_STATE_BEFORE -> own(KernelCell.Kind.LSTM_SEES_STATE_BEFORE);
        case PEEPHOLES_ALSO_AT_THE_CANDIDATE ->
            own(KernelCell.Kind.LSTM_SEES_STATE_BEFORE_ALSO_CANDIDATE);
      };
    }

    private static BaseRecurrentLayer.Builder<?> own(KernelCell.Kind kind) {
      return new KernelCell.Builder(kind, new ActivationSigmoid());
    }
  }

  private static final Kind[] STOCK = {Kind.LSTM, Kind.GRAVES_LSTM, Kind.SIMPLE_RNN};

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  static Stream<Arguments> options() {
    return Stream.of(STOCK)
        .flatMap(
            kind ->
                Stream.of(
                    option(kind, "nothing", layer -> {}),
                    option(kind, "dropout", layer -> layer.dropOut(drawn(new Dropout(0.6)))),
                    option(
                        kind, "Gaussian dropout", l -> l.dropOut(drawn(new GaussianDropout(0.3)))),
                    option(kind, "Gaussian noise", l -> l.dropOut(drawn(new GaussianNoise(0.3)))),
                    option(kind, "DropConnect", l -> l.weightNoise(drawn(new DropConnect(0.7)))),
                    option(
                        kind,
                        "DropConnect of biases too",
                        l -> l.weightNoise(drawn(new DropConnect(0.7, true)))),
                    option(
                        kind,
                        "weight noise",
                        l ->
                            l.weightNoise(
                                drawn(new WeightNoise(new NormalDistribution(0, 0.2), true)))),
                    option(kind, "l1", l -> l.l1(0.02).l1Bias(0.01)),
                    option(kind, "l2", l -> l.l2(0.1).l2Bias(0.05)),
                    option(kind, "weight decay", l -> l.weightDecay(0.1).weightDecayBias(0.05)),
                    option(
                        kind,
                        "a maximal norm",
                        l -> l.constrainWeights(new MaxNormConstraint(0.4, 1))),
                    option(
                        kind,
                        "norms of inputs and state",
                        l ->
                            l.constrainInputWeights(new UnitNormConstraint(1))
                                .constrainRecurrent(new MinMaxNormConstraint(0.3, 0.5, 1))),
                    option(
                        kind,
                        "nothing negative",
                        l -> l.constrainAllParameters(new NonNegativeConstraint())),
                    option(
                        kind,
                        "biases not negative",
                        l -> l.constrainBias(new NonNegativeConstraint())),
                    option(kind, "a learning rate of its own", l -> l.updater(new Sgd(0.01)))));
  }

  private static Arguments option(
      Kind kind, String name, Consumer<BaseRecurrentLayer.Builder<?>> option) {
    return Arguments.of(kind, name, option);
  }

  /** The same noise whichever parameter is asked for first. */
  private static IWeightNoise drawn(IWeightNoise noise) {
    return new DrawnByName(noise);
  }

  private static IDropout drawn(IDropout dropout) {
    return new DrawnInStep(dropout);
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("options")
  void trainsAsTheStockLayerDoesWith(
      Kind kind, String name, Consumer<BaseRecurrentLayer.Builder<?>> option) {
    Layer layer = layer(kind, INPUTS, option);
    MultiLayerNetwork stock = network(layer.clone(), layer(kind, UNITS, l -> {}));
    MultiLayerNetwork ours = network(kernel(layer), kernel(layer(kind, UNITS, l -> {})));

    assertTrainsAlike(ours, stock, batch(1, 4, 6), batch(2, 3, 7));
  }

  /** The stock SimpleRnn drops the constraints that it is built with. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIMPLE_RNN")
  void aConstraintHoldsForTheParametersItIsMeantFor(Kind kind) {
    MultiLayerNetwork network =
        network(
            kernel(layer(kind, INPUTS, l -> l.constrainRecurrent(new NonNegativeConstraint()))));

    network.fit(batch(1, 4, 6));

    assertThat(network.getLayer(0).getParam("RW").minNumber().doubleValue()).isNotNegative();
    assertThat(network.getLayer(0).getParam("W").minNumber().doubleValue()).isNegative();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stock")
  void stepsStandInTheMiddleToo(Kind kind) {
    Consumer<BaseRecurrentLayer.Builder<?>> nwc = layer -> layer.setRnnDataFormat(RNNFormat.NWC);
    Layer first = layer(kind, INPUTS, nwc);
    Layer second = layer(kind, UNITS, nwc);
    MultiLayerNetwork ours = init(list(new Layer[] {kernel(first), kernel(second)}, RNNFormat.NWC));
    MultiLayerNetwork channelsFirst =
        network(kernel(layer(kind, INPUTS, l -> {})), kernel(layer(kind, UNITS, l -> {})));
    DataSet batch = batch(1, 4, 6);
    DataSet turned =
        new DataSet(
            batch.getFeatures().permute(0, 2, 1).dup(), batch.getLabels().permute(0, 2, 1).dup());

    for (int step = 0; step < 3; step++) {
      ours.fit(turned);
      channelsFirst.fit(batch);
    }

    assertClose(ours.params(), channelsFirst.params());
    assertClose(
        ours.output(turned.getFeatures()).permute(0, 2, 1),
        channelsFirst.output(batch.getFeatures()));
  }

  static Stream<Kind> stock() {
    return Stream.of(STOCK);
  }

  @ParameterizedTest
  @MethodSource("stock")
  void aFrozenLayerStaysAsItIs(Kind kind) {
    for (UnaryOperator<Layer> frozen :
        Stream.<UnaryOperator<Layer>>of(FrozenLayer::new, FrozenLayerWithBackprop::new).toList()) {
      Layer first = layer(kind, INPUTS, l -> {});
      Layer second = layer(kind, UNITS, l -> {});
      MultiLayerNetwork stock = network(first.clone(), frozen.apply(second.clone()));
      MultiLayerNetwork ours = network(kernel(first), frozen.apply(kernel(second)));
      INDArray before = ours.getLayer(1).params().dup();

      assertTrainsAlike(ours, stock, batch(1, 4, 6), batch(2, 3, 7));

      assertThat(ours.getLayer(1).params()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void transferLearningKeepsWhatItFreezes(Kind kind) {
    MultiLayerNetwork trained =
        network(kernel(layer(kind, INPUTS, l -> {})), kernel(layer(kind, UNITS, l -> {})));
    DataSet batch = batch(1, 4, 6);
    trained.fit(batch);

    MultiLayerNetwork transferred =
        new TransferLearning.Builder(trained)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
            .setFeatureExtractor(0)
            .build();

    assertThat(transferred.output(batch.getFeatures()))
        .isEqualTo(trained.output(batch.getFeatures()));
    transferred.fit(batch);
    assertThat(transferred.getLayer(0).params()).isEqualTo(trained.getLayer(0).params());
    assertThat(transferred.getLayer(1).params()).isNotEqualTo(trained.getLayer(1).params());
  }

  @Test
  void networksOfTextCanBeFrozenAsFarAsOneLikes() {
    NetworkPlan plan =
        Networks.plan(
            Networks.TOKENS,
            Networks.TWO_CLASSES,
            Networks.embedding(4),
            Networks.bidirectional(Networks.gru(3, true), Merge.CONCAT),
            Networks.lstm(5));
    MultiLayerNetwork trained =
        new NetworkBuilder(plan).trainable(Networks.training(), 1, 1).dl4j();
    DataSet texts = Networks.batch(plan, 1, 6, 2, 4);
    for (int last = 0; last < 3; last++) {
      MultiLayerNetwork frozen =
          new TransferLearning.Builder(trained).setFeatureExtractor(last).build();
      INDArray before = frozen.params().dup();

      frozen.fit(texts);

      long kept = 0;
      for (int i = 0; i <= last; i++) {
        kept += trained.getLayer(i).numParams();
      }
      assertThat(part(frozen.params(), kept)).isEqualTo(part(before, kept));
      assertThat(frozen.params()).isNotEqualTo(before);
    }
  }

  private static INDArray part(INDArray parameters, long count) {
    return parameters.reshape(-1).get(NDArrayIndex.interval(0, count));
  }

  @ParameterizedTest
  @EnumSource
  void stepsOneAfterTheOtherGiveWhatTheSequenceGives(Kind kind) {
    MultiLayerNetwork network =
        network(kernel(layer(kind, INPUTS, l -> {})), kernel(layer(kind, UNITS, l -> {})));
    INDArray x = batch(1, 4, 9).getFeatures();
    INDArray whole = network.output(x);

    for (int again = 0; again < 2; again++) {
      INDArray parts =
          Nd4j.concat(
              2,
              network.rnnTimeStep(steps(x, 0, 1)),
              network.rnnTimeStep(steps(x, 1, 5)),
              network.rnnTimeStep(steps(x, 5, 9)));
      assertClose(parts, whole);
      network.rnnClearPreviousState();
    }
    // Another number of rows, after the state is cleared.
    assertClose(
        network.rnnTimeStep(batch(2, 7, 1).getFeatures()),
        network.output(batch(2, 7, 1).getFeatures()));
  }

  @ParameterizedTest
  @EnumSource
  void theStateCanBeTakenAndPutBack(Kind kind) {
    MultiLayerNetwork network = network(kernel(layer(kind, INPUTS, l -> {})));
    INDArray x = batch(1, 4, 9).getFeatures();
    network.rnnTimeStep(steps(x, 0, 4));
    Map<String, INDArray> state = network.rnnGetPreviousState(0);
    INDArray expected = network.rnnTimeStep(steps(x, 4, 9));

    network.rnnSetPreviousState(0, state);

    assertThat(network.rnnTimeStep(steps(x, 4, 9))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("stock")
  void theStateIsThatOfTheStockLayer(Kind kind) {
    Layer layer = layer(kind, INPUTS, l -> {});
    MultiLayerNetwork stock = network(layer.clone());
    MultiLayerNetwork ours = network(kernel(layer));
    INDArray x = batch(1, 4, 9).getFeatures();
    stock.setParams(ours.params());

    stock.rnnTimeStep(steps(x, 0, 4));
    ours.rnnSetPreviousState(0, stock.rnnGetPreviousState(0));

    assertClose(ours.rnnTimeStep(steps(x, 4, 9)), stock.rnnTimeStep(steps(x, 4, 9)));
    assertThat(ours.rnnGetPreviousState(0).keySet())
        .isEqualTo(stock.rnnGetPreviousState(0).keySet());
  }

  /**
   * Against differences of the loss of the second part, from the state that the first one left: the
   * stock layers forget it in their gradients, and DL4J's network never tells a layer how far back
   * to go.
   */
  @ParameterizedTest
  @EnumSource
  void truncatedBackpropagationGoesOnFromTheStateBefore(Kind kind) {
    MultiLayerNetwork network = truncated(4, kernel(layer(kind, INPUTS, l -> {})));
    MultiLayerNetwork second = network.clone();
    DataSet batch = batch(1, 5, 8);
    INDArray x = batch.getFeatures();
    network.rnnTimeStep(steps(x, 0, 4));
    Map<String, INDArray> state = network.rnnGetPreviousState(0);
    second.fit(new DataSet(steps(x, 0, 4), steps(batch.getLabels(), 0, 4)));
    INDArray between = second.params().dup();

    network.fit(batch); // both parts

    INDArray gradient = between.sub(network.params()).divi(RATE);
    Random random = new Random(3);
    for (int direction = 0; direction < 4; direction++) {
      INDArray along = random(random, 1, 1, (int) between.length()).reshape(1, -1);
      along.divi(along.norm2Number());
      double[] loss = new double[2];
      for (int side = 0; side < 2; side++) {
        second.setParams(between.add(along.mul(side == 0 ? -STEP : STEP)));
        second.rnnSetPreviousState(0, state);
        INDArray error = second.rnnTimeStep(steps(x, 4, 8)).subi(steps(batch.getLabels(), 4, 8));
        loss[side] = error.muli(error).sumNumber().doubleValue() / OUTPUTS / 5;
      }
      assertThat(along.mul(gradient).sumNumber().doubleValue())
          .isCloseTo(
              (loss[1] - loss[0]) / (2 * STEP),
              within(1e-3 * gradient.norm2Number().doubleValue()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncatedBackpropagationOfOnePartIsTheWholeOne(Kind kind) {
    Layer layer = layer(kind, INPUTS, l -> {});
    MultiLayerNetwork whole = network(kernel(layer.clone()));
    MultiLayerNetwork truncated = truncated(4, kernel(layer));
    truncated.setParams(whole.params());

    for (int step = 0; step < 3; step++) {
      whole.fit(batch(step, 4, 4));
      truncated.fit(batch(step, 4, 4));
    }

    assertClose(truncated.params(), whole.params());
  }

  @Test
  void refusesToGoBackLessFarThanForward() {
    RecurrentLayer layer =
        (RecurrentLayer) network(kernel(layer(Kind.LSTM, INPUTS, l -> {}))).getLayer(0);
    LayerWorkspaceMgr nowhere = LayerWorkspaceMgr.noWorkspaces();
    INDArray out =
        layer.rnnActivateUsingStoredState(batch(1, 2, 4).getFeatures(), true, true, nowhere);

    assertThatThrownBy(() -> layer.tbpttBackpropGradient(out, 3, nowhere))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "truncated backpropagation goes back as far as it went forward;"
                + " got 4 steps forward, 3 back");
  }

  @Test
  void bidirectionalLayersRefuseToGoStepByStep() {
    Layer layer =
        new KernelBidirectional(
            Bidirectional.Mode.ADD, layer(Kind.LSTM, INPUTS, l -> {}), RecurrentDropout.NONE);
    MultiLayerNetwork network = network(layer);

    assertThatThrownBy(() -> network.rnnTimeStep(batch(1, 2, 3).getFeatures()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("bidirectional");
    assertThatThrownBy(() -> truncated(2, layer.clone()).fit(batch(1, 2, 4)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("bidirectional");
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfAnySizeFollowOneAnother(Kind kind) {
    MultiLayerNetwork network = network(kernel(layer(kind, INPUTS, l -> {})));
    DataSet small = batch(1, 1, 2);
    INDArray alone = network.output(small.getFeatures());

    network.output(batch(2, 9, 12).getFeatures());

    assertThat(network.output(small.getFeatures())).isEqualTo(alone);
    MultiLayerNetwork fresh = network.clone();
    network.feedForward(batch(3, 8, 11).getFeatures(), true);
    network.fit(small);
    fresh.fit(small);
    assertThat(network.params()).isEqualTo(fresh.params());
  }

  @ParameterizedTest
  @EnumSource
  void parametersCloneAndFileGiveTheSameNetwork(Kind kind) throws IOException {
    MultiLayerNetwork network =
        network(kernel(layer(kind, INPUTS, l -> {})), kernel(layer(kind, UNITS, l -> {})));
    DataSet batch = batch(1, 4, 6);
    network.fit(batch);
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork other = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
    other.init();
    other.setParams(network.params());

    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
    MultiLayerNetwork clone = network.clone();

    INDArray expected = network.output(batch.getFeatures());
    network.fit(batch);
    for (MultiLayerNetwork same : new MultiLayerNetwork[] {restored, clone, other}) {
      assertThat(same.output(batch.getFeatures())).isEqualTo(expected);
      same.fit(batch);
      assertThat(same.params()).isEqualTo(network.params());
    }
  }

  @ParameterizedTest
  @MethodSource("stock")
  void inDoublePrecisionTheStockLayerRuns(Kind kind) {
    MultiLayerConfiguration configuration =
        list(new Layer[] {kernel(layer(kind, INPUTS, l -> {}))}, RNNFormat.NCW, DataType.DOUBLE);
    MultiLayerNetwork network = init(configuration);

    assertThat(network.getLayer(0).getClass().getName()).startsWith("org.deeplearning4j.");
    assertThat(network.output(batch(1, 2, 3).getFeatures()).dataType()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void theLastStepIsTheStockLayersLastStep() {
    Layer layer = layer(Kind.LSTM, INPUTS, l -> {});
    INDArray mask = Nd4j.create(new float[][] {{1, 1, 1, 0}, {1, 0, 0, 0}, {1, 1, 1, 1}});
    MultiLayerNetwork ours = network(new KernelRecurrent(layer, true, 1, RecurrentDropout.NONE));
    MultiLayerNetwork stock = network(new LastTimeStep(layer.clone()));
    stock.setParams(ours.params());
    INDArray x = batch(1, 3, 4).getFeatures();

    ours.setLayerMaskArrays(mask, null);
    stock.setLayerMaskArrays(mask, null);

    assertClose(ours.feedForwardToLayer(0, x).get(1), stock.feedForwardToLayer(0, x).get(1));
  }

  /** From the same parameters, with the same random numbers in every step. */
  private static void assertTrainsAlike(
      MultiLayerNetwork ours, MultiLayerNetwork stock, DataSet... batches) {
    stock.setParams(ours.params());
    INDArray before = ours.params().dup();
    for (int step = 0; step < 6; step++) {
      DataSet batch = batches[step % batches.length];
      ours.fit(batch);
      stock.fit(batch);
      assertThat(ours.score()).isCloseTo(stock.score(), within(1e-5));
      assertClose(ours.params(), stock.params());
    }
    assertClose(ours.output(batches[0].getFeatures()), stock.output(batches[0].getFeatures()));
    assertThat(ours.params().sub(before).amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
  }

  private static Layer layer(
      Kind kind, int inputs, Consumer<BaseRecurrentLayer.Builder<?>> option) {
    BaseRecurrentLayer.Builder<?> builder = kind.builder();
    builder.nIn(inputs);
    builder.nOut(UNITS);
    builder.activation(Activation.TANH);
    builder.weightInit(WeightInit.XAVIER);
    option.accept(builder);
    return builder.build();
  }

  private static Layer kernel(Layer layer) {
    return new KernelRecurrent(layer, false, 2, RecurrentDropout.NONE);
  }

  private static MultiLayerNetwork network(Layer... layers) {
    return init(list(layers, RNNFormat.NCW));
  }

  private static MultiLayerNetwork truncated(int back, Layer... layers) {
    MultiLayerConfiguration configuration = list(layers, RNNFormat.NCW);
    configuration.setBackpropType(BackpropType.TruncatedBPTT);
    configuration.setTbpttFwdLength(4);
    configuration.setTbpttBackLength(back);
    return init(configuration);
  }

  private static MultiLayerConfiguration list(Layer[] layers, RNNFormat format) {
    return list(layers, format, DataType.FLOAT);
  }

  private static MultiLayerConfiguration list(Layer[] layers, RNNFormat format, DataType type) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(7).dataType(type).updater(new Sgd(RATE)).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.layer(
            new RnnOutputLayer.Builder(new LossMSE())
                .dataFormat(format)
                .nIn(UNITS)
                .nOut(OUTPUTS)
                .activation(Activation.IDENTITY)
                .build())
        .build();
  }

  private static MultiLayerNetwork init(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** (rows, .., steps) */
  private static DataSet batch(long seed, int rows, int steps) {
    Random random = new Random(seed);
    return new DataSet(random(random, rows, INPUTS, steps), random(random, rows, OUTPUTS, steps));
  }

  private static INDArray random(Random random, int... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape[0], shape[1], shape[2]);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  private static INDArray steps(INDArray x, int from, int to) {
    return x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup();
  }

  /** Weight noise that depends on the parameter's name, not on which was drawn before it. */
  private record DrawnByName(IWeightNoise noise) implements IWeightNoise {
    @Override
    public INDArray getParameter(
        org.deeplearning4j.nn.api.Layer layer,
        String key,
        int iteration,
        int epoch,
        boolean train,
        LayerWorkspaceMgr workspaces) {
      Nd4j.getRandom().setSeed(31L * key.hashCode() + iteration);
      return noise.getParameter(layer, key, iteration, epoch, train, workspaces);
    }

    @Override
    public IWeightNoise clone() {
      return new DrawnByName(noise.clone());
    }
  }

  /** Dropout that depends on the step only. */
  private record DrawnInStep(IDropout dropout) implements IDropout {
    @Override
    public INDArray applyDropout(
        INDArray input, INDArray output, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
      Nd4j.getRandom().setSeed(1L + iteration); // 0 would be the clock
      return dropout.applyDropout(input, output, iteration, epoch, workspaces);
    }

    @Override
    public INDArray backprop(INDArray gradient, INDArray target, int iteration, int epoch) {
      return dropout.backprop(gradient, target, iteration, epoch);
    }

    @Override
    public void clear() {
      dropout.clear();
    }

    @Override
    public IDropout clone() {
      return new DrawnInStep(dropout.clone());
    }
  }
}
